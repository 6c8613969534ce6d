using System.Buffers.Text;
using System.Text.Json;

namespace Sluice.Runs;

/// <summary>The ids that a stack gives what is at payment providers. They carry a reference, and are much longer than that.</summary>
internal static class ProviderId
{
    /// <summary>The reference in an id; the id itself where there is none.</summary>
    public static string ReferenceOf(string id)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(id));
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("Reference", out var reference)
                && reference.ValueKind is JsonValueKind.String
                    ? reference.GetString()!
                    : id;
        }
        catch (Exception other) when (other is FormatException or JsonException)
        {
            return id;
        }
    }
}
