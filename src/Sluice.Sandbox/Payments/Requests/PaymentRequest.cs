using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Requests;

/// <summary>A payment as a client describes it.</summary>
internal sealed record PaymentRequest(
    string Reference,
    string ConnectorId,
    DateTimeOffset? CreatedAt,
    string Type,
    BigInteger Amount,
    string Asset,
    string Scheme,
    string Status,
    string SourceAccountId,
    string DestinationAccountId,
    Metadata Metadata,
    string Raw)
{
    /// <exception cref="RefusedException">VALIDATION: the body does not describe a payment.</exception>
    public static PaymentRequest Read(JsonElement body) => new(
        PaymentFields.Reference(body),
        PaymentFields.ConnectorId(body),
        body.OptionalInstant("createdAt"),
        PaymentFields.OneOf(body, "type", PaymentsVocabulary.PaymentTypes),
        PaymentFields.Amount(body),
        PaymentFields.Asset(body),
        PaymentFields.OneOf(body, "scheme", PaymentsVocabulary.Schemes),
        PaymentFields.OneOf(body, "status", PaymentsVocabulary.PaymentStatuses),
        PaymentFields.OptionalAccountId(body, "sourceAccountID"),
        PaymentFields.OptionalAccountId(body, "destinationAccountID"),
        body.TextMap("metadata"),
        body.GetRawText());
}
