using System.Buffers.Text;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>
/// Ids as text: unpadded base64url of JSON without spaces, keys in order. An id that is not spelled exactly so is none, which is
/// why equal ids are equal texts.
/// </summary>
internal static class IdText
{
    public const string ProviderKey = "Provider";

    public const string ReferenceKey = "Reference";

    public const string ConnectorKey = "ConnectorID";

    public const string TypeKey = "Type";

    public static string Encode(Action<Utf8JsonWriter> write) => Base64Url.EncodeToString(JsonText.Write(write).Span);

    /// <summary>
    /// Writes a text escaping no more than JSON demands, as canonical JSON does; the framework would escape emoji too. Control
    /// characters, which references cannot contain, come out as they are: such an id is never equal to the one that was read.
    /// </summary>
    public static void WriteCanonical(this Utf8JsonWriter writer, string name, string text)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        writer.WritePropertyName(name);
        writer.WriteRawValue($"\"{escaped}\"", skipInputValidation: true);
    }

    public static T? TryDecode<T>(string text, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            return read(JsonBody.Parse(Base64Url.DecodeFromChars(text), "the id"));
        }
        catch (Exception exception) when (exception is FormatException or RefusedException)
        {
            return null;
        }
    }

    public static string? Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
            && element.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
