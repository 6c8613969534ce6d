using Sluice.Sandbox.Http;
using Sluice.Sandbox.Payments.Model;
using Sluice.Sandbox.Payments.Requests;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>Lets a transfer that waits for it go ahead, or rejects it for good.</summary>
internal sealed class DecideTransfer(string id, bool validated) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var initiation = scope.Initiation(id);
        if (initiation.Status != TransferStatus.WaitingForValidation)
        {
            throw TransferRules.NotNow("only a transfer that waits for validation can be validated or rejected", initiation);
        }

        // The connector takes a validated transfer up at once, so both statuses are passed in one commit.
        scope.Change(initiation, validated
            ? initiation
                .Move(TransferStatus.Validated, scope.Now)
                .Move(TransferStatus.Processing, scope.Now) with
            { DueAt = scope.DueAfter(initiation.ScheduledAt) }
            : initiation.Move(TransferStatus.Rejected, scope.Now));
        return "";
    }
}

/// <summary>Gives a failed transfer to the connector once more.</summary>
internal sealed class RetryTransfer(string id) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var initiation = scope.Initiation(id);
        if (initiation.Status != TransferStatus.Failed)
        {
            throw TransferRules.NotNow("only a failed transfer can be retried", initiation);
        }

        TransferRules.RequireRoom(initiation);
        scope.Change(initiation, initiation
            .Move(TransferStatus.AskRetried, scope.Now)
            .Move(TransferStatus.Processing, scope.Now) with
        { DueAt = scope.DueAfter(scope.Now) });
        return "";
    }
}

/// <summary>Asks the connector to send back what a transfer moved, or part of it.</summary>
internal sealed class ReverseTransfer(string id, ReversalRequest request) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var initiation = scope.Initiation(id);
        if (initiation.Status is not (TransferStatus.Processed or TransferStatus.PartiallyReversed or TransferStatus.ReverseFailed))
        {
            throw TransferRules.NotNow("only a processed transfer can be reversed", initiation);
        }

        if (request.Asset != initiation.Asset)
        {
            throw RefusedException.Validation($"asset must be that of the transfer, {initiation.Asset}");
        }

        if (request.Amount > initiation.Amount)
        {
            throw RefusedException.Validation($"amount is more than the {initiation.Amount} that can still be reversed");
        }

        if (scope.Tables.FindReversal(initiation.ConnectorId, request.Reference) is not null)
        {
            throw RefusedException.BadRequest("CONFLICT", $"duplicate reversal reference \"{request.Reference}\"");
        }

        TransferRules.RequireRoom(initiation);
        scope.Tables.Insert(new TransferReversalRow(
            initiation.ConnectorId, request.Reference, initiation.Id, request.Description, request.Amount, request.Metadata));
        scope.Change(initiation, initiation
            .Move(TransferStatus.AskReversed, scope.Now)
            .Move(TransferStatus.ReverseProcessing, scope.Now) with
        { DueAt = scope.DueAfter(scope.Now), Reversal = request.Reference });
        return "";
    }
}

/// <summary>Forgets a transfer that nobody has validated yet.</summary>
internal sealed class DeleteTransfer(string id) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var initiation = scope.Initiation(id);
        if (initiation.Status != TransferStatus.WaitingForValidation)
        {
            throw TransferRules.NotNow("only a transfer that waits for validation can be deleted", initiation);
        }

        scope.Tables.DeleteInitiation(initiation);
        return "";
    }
}

/// <summary>What the commands of transfers check in common.</summary>
internal static class TransferRules
{
    // One more try or reversal makes three adjustments.
    private const int AdjustmentsOfOneMore = 3;

    public static RefusedException NotNow(string rule, TransferInitiationRow initiation) =>
        RefusedException.Validation($"{rule}; this one is {initiation.Status}");

    public static void RequireRoom(TransferInitiationRow initiation)
    {
        if (initiation.Adjustments.Length + AdjustmentsOfOneMore > TransferInitiationRow.AdjustmentsMax)
        {
            throw RefusedException.Validation(
                $"the transfer has changed its status {initiation.Adjustments.Length} times, which is the limit");
        }
    }
}
