using System.Text.Json;

namespace Sluice.Evaluations;

/// <summary>The JSON object whose members an expression can name.</summary>
internal static class EnvironmentFile
{
    /// <summary>Reads a file, or standard input when the path is -.</summary>
    /// <exception cref="CommandException">It cannot be read, or is not a JSON object.</exception>
    public static async Task<JsonDocument> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            var document = await JsonDocument.ParseAsync(stream, new JsonDocumentOptions { MaxDepth = 1_000 }, cancellationToken);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw CommandException.Usage($"{path} is not a JSON object");
        }
        catch (FileNotFoundException)
        {
            throw CommandException.Usage($"there is no file {path}");
        }
        catch (JsonException problem)
        {
            throw CommandException.Usage($"{path} is not valid JSON: {problem.Message}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CommandException.Usage($"cannot read {path}: {problem.Message}");
        }
    }
}
