using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.Sandbox.Http;

/// <summary>Reads request bodies: bounded, valid UTF-8, every string decodable, no duplicate keys.</summary>
internal static class JsonBody
{
    /// <summary>The largest body, in bytes.</summary>
    public const int BytesMax = 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>The body as JSON, or <c>null</c> when there is none.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var bytes = await ReadBytesAsync(request, cancellationToken);
        return bytes.Length == 0 ? null : Parse(bytes, "the body");
    }

    /// <summary>Parses JSON that came from a client; <paramref name="name"/> is how a refusal calls it.</summary>
    public static JsonElement Parse(ReadOnlyMemory<byte> utf8, string name)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            throw RefusedException.Validation($"{name} is not valid UTF-8");
        }

        try
        {
            var root = JsonDocument.Parse(utf8, Options).RootElement;
            DecodeStrings(root);
            return root;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw RefusedException.Validation($"{name} is not valid JSON: {exception.Message}");
        }
    }

    /// <summary>A digest that equal JSON values share whatever their spacing and key order.</summary>
    public static byte[] Digest(string operation, JsonElement? body)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(operation);
            if (body is { } root)
            {
                WriteSorted(writer, root);
            }

            writer.WriteEndArray();
        }

        return SHA256.HashData(buffer.WrittenSpan);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > BytesMax)
        {
            throw TooLarge();
        }

        var buffer = new ArrayBufferWriter<byte>((int)Math.Max(request.ContentLength ?? 1024, 16));
        while (true)
        {
            var read = await request.Body.ReadAsync(buffer.GetMemory(), cancellationToken);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > BytesMax)
            {
                throw TooLarge();
            }
        }
    }

    private static RefusedException TooLarge() =>
        new(new Refusal(StatusCodes.Status413PayloadTooLarge, "VALIDATION", $"the body is larger than {BytesMax} bytes"));

    // The parser leaves escapes alone until a string is read; a lone surrogate must be refused here, not fail there.
    private static void DecodeStrings(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    _ = property.Name;
                    DecodeStrings(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    DecodeStrings(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteSorted(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
