using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Expressions;

namespace Sluice.Evaluations;

/// <summary>Results as they are written: one line each.</summary>
internal static class ResultJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        // For terminals and files, never for a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = TaggedJson.DepthMax * 3,
    };

    /// <summary>For people: text, times and durations as they are, everything else as JSON.</summary>
    /// <exception cref="CommandException">It is too large or nests too deeply.</exception>
    public static string Text(Value value) =>
        value.Kind is ValueKind.String or ValueKind.Time or ValueKind.Duration or ValueKind.TimeZone or ValueKind.Month or ValueKind.Weekday
            ? value.ToString()
            : TryEncode(value, inLine: false, out var problem) ?? throw CommandException.Failed(problem!);

    /// <summary>A value and its type, or why it is not written.</summary>
    public static string Line(Value value) => TryEncode(value, inLine: true, out var problem) ?? Problem("runtime", problem!);

    /// <summary>A value and its type.</summary>
    /// <exception cref="CommandException">It is too large or nests too deeply.</exception>
    public static string Json(Value value) => TryEncode(value, inLine: true, out var problem) ?? throw CommandException.Failed(problem!);

    private static string? TryEncode(Value value, bool inLine, out string? problem)
    {
        string? refusal = null;
        var text = Encode(writer => inLine ? WriteLine(writer, value, out refusal) : TaggedJson.TryWrite(writer, value, out refusal));
        problem = refusal;
        return text;
    }

    private static bool WriteLine(Utf8JsonWriter writer, Value value, out string? problem)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("value");
        if (!TaggedJson.TryWrite(writer, value, out problem))
        {
            return false;
        }

        writer.WriteString("type", TaggedJson.KindOf(value));
        writer.WriteEndObject();
        return true;
    }

    /// <summary>What is wrong.</summary>
    public static string Line(Diagnostic problem) =>
        Problem(
            problem.Stage == DiagnosticStage.Compile ? "compile" : "runtime",
            problem.ToString(),
            problem.Line,
            problem.Column,
            problem.Hint);

    /// <summary>What is wrong with a line that is no expression.</summary>
    public static string Problem(
        string stage, string message, int? line = null, int? column = null, string? hint = null) => Encode(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", stage);
        writer.WriteString("message", message);
        if (line is not null && column is not null)
        {
            writer.WriteNumber("line", line.Value);
            writer.WriteNumber("column", column.Value);
        }

        if (hint is not null)
        {
            writer.WriteString("hint", hint);
        }

        writer.WriteEndObject();
        return true;
    })!;

    private static string? Encode(Func<Utf8JsonWriter, bool> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Options);
        if (!write(writer))
        {
            return null;
        }

        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
