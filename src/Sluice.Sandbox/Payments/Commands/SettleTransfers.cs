using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>
/// The dummy connector: ends what fell due. A transfer leaves its due time in the same commit that gives it its outcome, so it is
/// settled once however often the sandbox is stopped on the way.
/// </summary>
internal sealed class SettleTransfers : PaymentsCommand
{
    /// <summary>The most transfers of one commit, which bounds what other callers wait for.</summary>
    public const int Max = 100;

    /// <summary>In a reference or description it makes the connector fail.</summary>
    private const string FailMark = "fail";

    private const string FailReason = $"the dummy connector refuses references and descriptions that contain \"{FailMark}\"";

    /// <summary>In a reference or description it makes the connector fail at the first attempt only, so that a retry can succeed.</summary>
    private const string FailOnceMark = "fail-once";

    public override string Execute(PaymentsScope scope)
    {
        foreach (var initiation in scope.Tables.DueInitiations(scope.Now, Max))
        {
            if (initiation.Reversal is null)
            {
                SettleTransfer(scope, initiation);
            }
            else
            {
                SettleReversal(scope, initiation, initiation.Reversal);
            }
        }

        return "";
    }

    private static void SettleTransfer(PaymentsScope scope, TransferInitiationRow initiation)
    {
        var attempt = initiation with { DueAt = null, Attempts = initiation.Attempts + 1 };
        if (Fails(initiation.Reference, attempt.Attempts) || Fails(initiation.Description, attempt.Attempts))
        {
            scope.Change(initiation, attempt.Move(TransferStatus.Failed, scope.Now, FailReason));
            return;
        }

        var payment = NewPayment(scope, initiation);
        scope.Add(payment);
        var processed = attempt.Move(TransferStatus.Processed, scope.Now) with { PaymentId = payment.Id };
        scope.Events.SavedRelatedPayment(processed);
        scope.Change(initiation, processed);
    }

    private static PaymentRow NewPayment(PaymentsScope scope, TransferInitiationRow initiation)
    {
        // Somebody may have recorded a payment of the same type under the transfer's reference.
        var id = new ResourceId(ConnectorId.Parse(initiation.ConnectorId), initiation.Reference, initiation.Type);
        for (var number = 2; scope.Tables.FindPayment(id.ToString()) is not null; number++)
        {
            id = id with { Reference = $"{initiation.Reference}-{number}" };
        }

        return new PaymentRow(
            0,
            id.ToString(),
            initiation.ConnectorId,
            id.Reference,
            scope.Now,
            initiation.Type,
            PaymentStatus.Succeeded,
            "other",
            initiation.Asset,
            initiation.Amount,
            initiation.Amount,
            initiation.SourceAccountId,
            initiation.DestinationAccountId,
            initiation.Metadata,
            "{}",
            [new PaymentAdjustment(id.Reference, scope.Now, PaymentStatus.Succeeded, initiation.Amount)]);
    }

    private static void SettleReversal(PaymentsScope scope, TransferInitiationRow initiation, string reference)
    {
        var reversal = scope.Tables.FindReversal(initiation.ConnectorId, reference)
            ?? throw new InvalidOperationException($"Reversal \"{reference}\" of a transfer is under way and is not stored.");
        var settled = initiation with { DueAt = null, Reversal = null };
        if (Fails(reversal.Reference, attempt: 1) || Fails(reversal.Description, attempt: 1))
        {
            scope.Change(initiation, settled.Move(TransferStatus.ReverseFailed, scope.Now, FailReason));
            return;
        }

        if (scope.Tables.FindPayment(initiation.PaymentId) is { } payment)
        {
            scope.Change(payment.Refund(reversal.Reference, reversal.Amount, scope.Now));
        }

        var left = initiation.Amount - reversal.Amount;
        scope.Change(initiation, settled.Move(
            left.IsZero ? TransferStatus.Reversed : TransferStatus.PartiallyReversed, scope.Now) with
        { Amount = left });
    }

    private static bool Fails(string text, int attempt) =>
        text.Contains(FailMark, StringComparison.OrdinalIgnoreCase)
        && !(attempt > 1 && text.Contains(FailOnceMark, StringComparison.OrdinalIgnoreCase));
}
