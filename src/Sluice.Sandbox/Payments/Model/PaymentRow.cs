using System.Collections.Immutable;
using System.Numerics;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>Money that moved at a provider.</summary>
/// <param name="Sequence">Counts from 1 in the order of insertion; 0 before it is inserted.</param>
/// <param name="Amount">What is left of <paramref name="InitialAmount"/> after refunds.</param>
/// <param name="SourceAccountId">Empty when it has none, as is <paramref name="DestinationAccountId"/>.</param>
/// <param name="Raw">What the client sent, a JSON object, without members for payments that the sandbox made.</param>
internal sealed record PaymentRow(
    long Sequence,
    string Id,
    string ConnectorId,
    string Reference,
    DateTimeOffset CreatedAt,
    string Type,
    string Status,
    string Scheme,
    string Asset,
    BigInteger InitialAmount,
    BigInteger Amount,
    string SourceAccountId,
    string DestinationAccountId,
    Metadata Metadata,
    string Raw,
    ImmutableArray<PaymentAdjustment> Adjustments)
{
    /// <summary>The payment after part or all of it went back.</summary>
    public PaymentRow Refund(string reference, BigInteger amount, DateTimeOffset now) => this with
    {
        Status = PaymentStatus.Refunded,
        Amount = Amount - amount,
        Adjustments = Adjustments.Add(new PaymentAdjustment(reference, now, PaymentStatus.Refunded, amount)),
    };
}

/// <summary>A change of a payment's status.</summary>
/// <param name="Amount">The amount it concerns.</param>
internal sealed record PaymentAdjustment(string Reference, DateTimeOffset CreatedAt, string Status, BigInteger Amount);
