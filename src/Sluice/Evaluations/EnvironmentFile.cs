using System.Text;
using System.Text.Json;

namespace Sluice.Evaluations;

/// <summary>The JSON object whose members an expression can name.</summary>
internal static class EnvironmentFile
{
    /// <summary>Reads a file, or standard input when the path is -.</summary>
    /// <exception cref="CommandException">It cannot be read, or is not a JSON object.</exception>
    public static async Task<JsonDocument> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var name = path == "-" ? "standard input" : path;
        var json = await ReadBytesAsync(path, name, cancellationToken);
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1_000 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw CommandException.Usage($"{name} is not a JSON object");
        }
        catch (JsonException problem)
        {
            throw CommandException.Usage($"{name} is not valid JSON: {Describe(problem, json.Span)}");
        }
    }

    /// <summary>What is wrong and where, counted as editors do.</summary>
    public static string Describe(JsonException problem, ReadOnlySpan<byte> json)
    {
        var end = problem.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var message = (end < 0 ? problem.Message : problem.Message[..end]).TrimEnd('.');
        if (problem is not { LineNumber: { } line, BytePositionInLine: { } position })
        {
            return message;
        }

        for (var skipped = 0L; skipped < line; skipped++)
        {
            json = json[(json.IndexOf((byte)'\n') + 1)..];
        }

        var column = Encoding.UTF8.GetString(json[..(int)Math.Min(position, json.Length)]).EnumerateRunes().Count() + 1;
        return $"{message} (line {line + 1}, column {column})";
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(string path, string name, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellationToken);
            var json = content.GetBuffer().AsMemory(0, (int)content.Length);
            return json.Span.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;
        }
        catch (FileNotFoundException)
        {
            throw CommandException.Usage($"there is no file {path}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CommandException.Usage($"cannot read {name}: {problem.Message}");
        }
    }
}
