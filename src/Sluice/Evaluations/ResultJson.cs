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
    public static string Text(Value value) =>
        value.Kind is ValueKind.String or ValueKind.Time or ValueKind.Duration or ValueKind.TimeZone or ValueKind.Month or ValueKind.Weekday
            ? value.ToString()
            : Encode(writer => TaggedJson.TryWrite(writer, value)) ?? value.ToString();

    /// <summary>A value and its type.</summary>
    public static string Line(Value value) => Encode(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("value");
        if (!TaggedJson.TryWrite(writer, value))
        {
            return false;
        }

        writer.WriteString("type", TaggedJson.KindOf(value));
        writer.WriteEndObject();
        return true;
    }) ?? Problem("runtime", $"the value nests deeper than {TaggedJson.DepthMax} levels");

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
