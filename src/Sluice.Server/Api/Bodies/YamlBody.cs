using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Sluice.Server.Api.Errors;
using YamlDotNet.Core;

namespace Sluice.Server.Api.Bodies;

/// <summary>Parses a body as YAML: its first document, as the JSON it stands for.</summary>
internal static class YamlBody
{
    private const string Prefix = "unmarshalling yaml: ";

    private static readonly JsonWriterOptions Unchecked = new() { SkipValidation = true };

    /// <summary>Parses one document.</summary>
    /// <param name="body">The bytes.</param>
    /// <param name="depthMax">How deep mappings and sequences may nest.</param>
    /// <param name="json">The document, when the answer is null.</param>
    /// <returns>Null, or the answer that says what is wrong and where.</returns>
    public static ErrorAnswer? Parse(ReadOnlySpan<byte> body, int depthMax, out JsonElement json)
    {
        json = default;
        if (!Utf8.IsValid(body))
        {
            return Error("the body is not valid UTF-8");
        }

        var buffer = new ArrayBufferWriter<byte>(body.Length + 256);
        var parser = new Parser(new StringReader(Encoding.UTF8.GetString(body)));
        try
        {
            using var writer = new Utf8JsonWriter(buffer, Unchecked);
            if (!new YamlToJson(parser, writer, depthMax).TryWriteDocument())
            {
                return Error("the body is empty");
            }
        }
        catch (YamlException exception)
        {
            return Error(exception.Start, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // What the parser throws at some broken documents: random ones find them.
            return Error(parser.Current?.End ?? Mark.Empty, "invalid YAML follows");
        }

        json = JsonElement.Parse(buffer.WrittenSpan, new JsonDocumentOptions { MaxDepth = depthMax });
        return null;
    }

    private static ErrorAnswer Error(Mark place, string fault) => Error($"line {place.Line}, column {place.Column}: {fault}");

    private static ErrorAnswer Error(string fault) => ApiErrors.Validation(Prefix + fault);
}
