using System.Text.Json;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>What the id of an account, a payment or a transfer initiation says about it.</summary>
/// <param name="Type">The type of a payment; <c>null</c> in the ids of everything else.</param>
internal sealed record ResourceId(ConnectorId Connector, string Reference, string? Type = null)
{
    /// <param name="isPayment">Whether it must be the id of a payment rather than of anything else.</param>
    public static ResourceId? TryParse(string text, bool isPayment = false) =>
        IdText.TryDecode(text, Read) is { } id && (id.Type is not null) == isPayment && id.ToString() == text ? id : null;

    public override string ToString() => IdText.Encode(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName(IdText.ConnectorKey);
        Connector.Write(writer);
        writer.WriteCanonical(IdText.ReferenceKey, Reference);
        if (Type is not null)
        {
            writer.WriteCanonical(IdText.TypeKey, Type);
        }

        writer.WriteEndObject();
    });

    private static ResourceId? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty(IdText.ConnectorKey, out var connector)
            || ConnectorId.Read(connector) is not { } id
            || IdText.Member(element, IdText.ReferenceKey) is not { } reference)
        {
            return null;
        }

        return new ResourceId(id, reference, IdText.Member(element, IdText.TypeKey));
    }
}
