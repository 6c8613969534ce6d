using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Engine.Stages;
using Sluice.Simulation.Stack;

namespace Sluice.Simulation.Invariants;

/// <summary>I2 and I3: what the histories say of money is what the stack did, no more and no less.</summary>
internal sealed class MoneyChecks(Checks checks, SimulatedStack stack)
{
    /// <summary>An activity has ended: the stack has done what it says.</summary>
    internal void OnEnded(InstanceBook book, int stage, int activity, BookedActivity booked)
    {
        var effects = EffectsOf(book, stage, activity).Count();
        switch (booked.Outcome)
        {
            case ActivityOutcome.Succeeded when effects == 0 && IsEffectful(booked.Request) && !IsClosedHold(booked.Request):
                checks.Fail("I3", $"activity {stage}-{activity} of {book.Id} has succeeded without an effect");
                break;
            case ActivityOutcome.Failed { Failure: { LeavesEffectOpen: false } failure } when effects > 0 && !IsStray(book, stage, activity):
                checks.Fail("I3", $"activity {stage}-{activity} of {book.Id} has failed ({failure.Code}), and has had its effect");
                break;
        }
    }

    /// <summary>An instance has ended, and nothing of it is under way any more.</summary>
    internal void OnRest(InstanceBook book)
    {
        foreach (var ((stage, activity), booked) in book.Activities)
        {
            var effects = EffectsOf(book, stage, activity).Count();
            if (effects > 1)
            {
                checks.Fail("I2", $"activity {stage}-{activity} of {book.Id} has had its effect {effects} times");
            }

            if (effects > 0
                && booked.Outcome is not ActivityOutcome.Succeeded
                && !booked.LeavesEffectOpen
                && !IsStray(book, stage, activity))
            {
                checks.Fail("I3", $"activity {stage}-{activity} of {book.Id} has failed, and has had its effect after all");
            }
        }

        foreach (var stage in book.SucceededStages)
        {
            CheckMoves(book, stage);
        }
    }

    internal void OnRest()
    {
        foreach (var effect in stack.Effects)
        {
            if (!RequestChecks.TryRead(effect.Key, out var id, out var stage, out var activity)
                || checks.Find(id)?.Activities.ContainsKey((stage, activity)) != true)
            {
                checks.Fail("I2", $"the effect {effect.Key} belongs to no activity");
            }
        }

        foreach (var (ledger, asset, sum) in stack.Books.Sums())
        {
            if (sum != 0)
            {
                checks.Fail("I3", $"the books of {ledger} are off by {sum} {asset}");
            }
        }

        foreach (var hold in stack.Wallets.Holds)
        {
            CheckHold(hold);
        }
    }

    /// <summary>A send that has succeeded has moved its amount as often as its way has legs: what left has arrived.</summary>
    private void CheckMoves(InstanceBook book, int stage)
    {
        if (book.Inputs.GetValueOrDefault(stage) is not SendInput { Source.Payment: null, Amount: { } money } send)
        {
            return;
        }

        var moves = stack.Effects.Where(effect => effect.Amount is not null && effect.Key.StartsWith($"{book.Id}-{stage}-", StringComparison.Ordinal)).ToList();
        var legs = (send.Source, send.Destination) switch
        {
            ({ Account: { } from }, { Account: { } to }) => from.Ledger == to.Ledger ? 1 : 2,
            (_, { Payment: not null }) => 2,
            _ => moves.Count is 1 or 2 ? moves.Count : -1,
        };
        if (moves.Count != legs || moves.Exists(move => move.Amount != (long)money.Amount))
        {
            checks.Fail("I3", $"stage {stage} of {book.Id} has moved {string.Join(" and ", moves.Select(move => move.Amount))} where it must move {money.Amount}");
        }
    }

    private void CheckHold(Hold hold)
    {
        RequestChecks.TryRead(hold.Key, out var id, out var stage, out _);
        if (hold.Remaining > 0
            && !checks.Requests.IsStray(hold.Key)
            && checks.Find(id) is { State.Status: InstanceStatus.Failed or InstanceStatus.Canceled } book
            && book.Inputs[stage] is HoldInput { Keep: false })
        {
            checks.Fail("I3", $"{book.Id} has ended, and {hold.Id} still holds {hold.Remaining} of its money");
        }
    }

    private IEnumerable<Effect> EffectsOf(InstanceBook book, int stage, int activity)
    {
        var key = $"{book.Id}-{stage}-{activity}";
        return stack.Effects.Where(effect => effect.Key == key || effect.Key.StartsWith($"{key}-", StringComparison.Ordinal));
    }

    private bool IsStray(InstanceBook book, int stage, int activity) => checks.Requests.IsStray($"{book.Id}-{stage}-{activity}");

    private static bool IsEffectful(ActivityRequest request) => request
        is CreateTransaction or AddAccountMetadata or CreditWallet or DebitWallet or ConfirmHold or VoidHold or CreateTransferInitiation;

    /// <summary>That a hold is closed already is as good as having closed it.</summary>
    private bool IsClosedHold(ActivityRequest request)
    {
        var id = request switch
        {
            ConfirmHold confirm => confirm.Id,
            VoidHold hold => hold.Id,
            _ => null,
        };
        return id is not null && stack.Wallets.Holds.Any(hold => hold.Id == id && hold.Remaining == 0);
    }
}
