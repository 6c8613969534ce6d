using System.Text;
using Sluice.Client;
using Sluice.Engine;

namespace Sluice.Runs;

/// <summary>A workflow's definition in a file.</summary>
/// <param name="Path">The file, as the user named it.</param>
/// <param name="Definition">Its bytes, which are posted as they are.</param>
/// <param name="Format">How they are to be read.</param>
/// <param name="Head">What the comments at its top say.</param>
/// <param name="Placeholders">The variables that the definition uses and does not set itself.</param>
internal sealed record WorkflowFile(
    string Path, ReadOnlyMemory<byte> Definition, DefinitionFormat Format, FileHead Head, IReadOnlyList<string> Placeholders)
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">It cannot be read, is too large, or its head is malformed.</exception>
    public static WorkflowFile Read(string path)
    {
        var bytes = BytesOf(path);
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            return FromText(path, bytes, text);
        }
        catch (Exception problem) when (problem is FormatException or DecoderFallbackException)
        {
            var reason = problem is FormatException ? problem.Message : "not text in UTF-8";
            throw CommandException.Usage($"{path}: {reason}");
        }
    }

    private static WorkflowFile FromText(string path, byte[] bytes, string text)
    {
        var format = System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => DefinitionFormat.Json,
            ".YAML" or ".YML" => DefinitionFormat.Yaml,
            _ => text.TrimStart() is ['{', ..] ? DefinitionFormat.Json : DefinitionFormat.Yaml,
        };
        var head = FileHead.Parse(format is DefinitionFormat.Yaml ? text : "");
        // What comments say about placeholders is not a use of them.
        var lines = text.Split('\n').Where(line => format is DefinitionFormat.Json || line.TrimStart() is not ['#', ..]);
        return new WorkflowFile(path, bytes, format, head, [.. Template.NamesIn(string.Join('\n', lines)).Except(HoldVariables.In(text))]);
    }

    private static byte[] BytesOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > Limits.DefinitionBytesMax)
            {
                throw CommandException.Usage($"{path} is larger than a definition may be: {Limits.DefinitionBytesMax / 1024} KiB");
            }

            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            throw CommandException.Usage($"there is no file {path}");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw CommandException.Usage($"cannot read {path}: {problem.Message}");
        }
    }
}
