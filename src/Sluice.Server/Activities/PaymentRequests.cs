using Sluice.Engine.Activities;

using static Sluice.Server.Activities.StackRequests;

namespace Sluice.Server.Activities;

/// <summary>The calls to the payments service. It knows no idempotency keys; a transfer's reference takes their place.</summary>
internal static class PaymentRequests
{
    /// <summary>The year 1 means now.</summary>
    private const string NotScheduled = "0001-01-01T00:00:00Z";

    internal static HttpRequestMessage Build(ActivityAttempt attempt) => attempt.Request switch
    {
        GetPayment get => Get($"api/payments/payments/{Segment(get.Id)}"),
        ListConnectors => Get("api/payments/connectors"),
        CreateTransferInitiation create => Post(
            "api/payments/transfer-initiations", Body(create, attempt.IdempotencyKey), StackJson.Default.TransferInitiationBody),
        _ => throw Unknown(attempt),
    };

    private static TransferInitiationBody Body(CreateTransferInitiation create, string reference) => new(
        create.Amount,
        create.Asset,
        create.ConnectorId,
        create.Description,
        create.Destination,
        create.Metadata,
        create.Provider,
        reference,
        NotScheduled,
        create.Source,
        create.Type,
        Validated: !create.WaitingValidation);
}
