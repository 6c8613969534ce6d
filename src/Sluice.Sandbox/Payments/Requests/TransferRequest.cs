using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Requests;

/// <summary>A transfer initiation as a client asks for it.</summary>
/// <param name="ConnectorId">The connector, or <c>null</c> when at most <paramref name="Provider"/> says which.</param>
/// <param name="ScheduledAt">When to take it up; a time that has passed means at once.</param>
/// <param name="Validated">Whether it need not wait for validation.</param>
internal sealed record TransferRequest(
    string Reference,
    string? ConnectorId,
    Provider? Provider,
    string Type,
    BigInteger Amount,
    string Asset,
    string Description,
    DateTimeOffset ScheduledAt,
    string SourceAccountId,
    string DestinationAccountId,
    bool Validated,
    Metadata Metadata)
{
    /// <exception cref="RefusedException">VALIDATION: the body does not ask for a transfer.</exception>
    public static TransferRequest Read(JsonElement body) => new(
        PaymentFields.Reference(body),
        PaymentFields.OptionalConnectorId(body),
        ReadProvider(body),
        PaymentFields.OneOf(body, "type", PaymentsVocabulary.TransferTypes),
        PaymentFields.Amount(body),
        PaymentFields.Asset(body),
        PaymentFields.Text(body, "description"),
        body.OptionalInstant("scheduledAt") ?? DateTimeOffset.MinValue,
        PaymentFields.OptionalAccountId(body, "sourceAccountID"),
        PaymentFields.OptionalAccountId(body, "destinationAccountID") is { Length: > 0 } destination
            ? destination
            : throw RefusedException.Validation("destinationAccountID is missing"),
        body.Flag("validated"),
        body.TextMap("metadata"));

    // Where there is a connector the provider says nothing more, and services that need one do not look at it either.
    private static Provider? ReadProvider(JsonElement body) => body.OptionalText("provider") is { Length: > 0 } text
        ? Provider.Find(text)
        : null;
}
