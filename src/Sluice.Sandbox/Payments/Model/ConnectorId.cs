using System.Text.Json;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>What an id says about its connector.</summary>
/// <param name="Provider">The provider's name in ids, such as <c>dummypay</c>.</param>
internal sealed record ConnectorId(string Provider, string Reference)
{
    public static ConnectorId? TryParse(string text) => IdText.TryDecode(text, Read) is { } id && id.ToString() == text ? id : null;

    /// <summary>Reads an id that this sandbox has written.</summary>
    public static ConnectorId Parse(string stored) =>
        TryParse(stored) ?? throw new InvalidOperationException($"\"{stored}\" is stored as a connector's id and is none.");

    public static ConnectorId? Read(JsonElement element) =>
        IdText.Member(element, IdText.ProviderKey) is { } provider && IdText.Member(element, IdText.ReferenceKey) is { } reference
            ? new ConnectorId(provider, reference)
            : null;

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteCanonical(IdText.ProviderKey, Provider);
        writer.WriteCanonical(IdText.ReferenceKey, Reference);
        writer.WriteEndObject();
    }

    public override string ToString() => IdText.Encode(Write);
}
