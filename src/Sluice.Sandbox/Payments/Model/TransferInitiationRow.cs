using System.Collections.Immutable;
using System.Numerics;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>The wish to move money at a provider, and how far it has come.</summary>
/// <param name="Sequence">Counts from 1 in the order of insertion; 0 before it is inserted.</param>
/// <param name="SourceAccountId">Empty when the provider chooses.</param>
/// <param name="Amount">What is left of <paramref name="InitialAmount"/> after reversals.</param>
/// <param name="Error">Why it is in its status; empty when nothing went wrong.</param>
/// <param name="PaymentId">The payment it has become; empty until then.</param>
/// <param name="Attempts">How often the connector has settled it.</param>
/// <param name="DueAt">When the connector settles what it is processing; <c>null</c> when it is not processing.</param>
/// <param name="Reversal">The reference of the reversal under way.</param>
internal sealed record TransferInitiationRow(
    long Sequence,
    string Id,
    string ConnectorId,
    string Reference,
    DateTimeOffset CreatedAt,
    DateTimeOffset ScheduledAt,
    string Description,
    string Type,
    string SourceAccountId,
    string DestinationAccountId,
    string Asset,
    BigInteger InitialAmount,
    BigInteger Amount,
    Metadata Metadata,
    string Status,
    string Error,
    ImmutableArray<TransferAdjustment> Adjustments,
    string PaymentId,
    int Attempts,
    DateTimeOffset? DueAt,
    string? Reversal)
{
    /// <summary>The most changes of status, so that a row stays of a bounded size however often it is retried.</summary>
    public const int AdjustmentsMax = 300;

    /// <summary>The initiation in its next status.</summary>
    public TransferInitiationRow Move(string status, DateTimeOffset now, string error = "") => this with
    {
        Status = status,
        Error = error,
        Adjustments = Adjustments.Add(new TransferAdjustment(now, status, error)),
    };

    /// <summary>Names one of its adjustments.</summary>
    public string AdjustmentId(int index) => IdText.Encode(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("Number", index + 1);
        writer.WriteString("PaymentInitiationID", Id);
        writer.WriteEndObject();
    });
}

/// <summary>A change of a transfer initiation's status.</summary>
internal sealed record TransferAdjustment(DateTimeOffset CreatedAt, string Status, string Error);

/// <summary>The wish to send back what a transfer moved.</summary>
internal sealed record TransferReversalRow(
    string ConnectorId, string Reference, string InitiationId, string Description, BigInteger Amount, Metadata Metadata);
