using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Requests;

/// <summary>An account as a client describes it.</summary>
internal sealed record AccountRequest(
    string Reference,
    string ConnectorId,
    DateTimeOffset? CreatedAt,
    string Type,
    string Name,
    string DefaultAsset,
    Metadata Metadata,
    string Raw)
{
    /// <exception cref="RefusedException">VALIDATION: the body does not describe an account.</exception>
    public static AccountRequest Read(JsonElement body) => new(
        PaymentFields.Reference(body),
        PaymentFields.ConnectorId(body),
        body.OptionalInstant("createdAt"),
        PaymentFields.OneOf(body, "type", PaymentsVocabulary.AccountTypes),
        PaymentFields.Text(body, "accountName"),
        PaymentFields.OptionalAsset(body, "defaultAsset"),
        body.TextMap("metadata"),
        body.GetRawText());
}
