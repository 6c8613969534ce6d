using System.Numerics;
using Sluice.Chaos.Flows;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.EndToEnd.Tests.Crash.Audit;

/// <summary>Worlds in which everything is as it must be, for tests to plant faults in.</summary>
internal static class SoundWorld
{
    public const string Id = "i1";
    private const string HoldId = "01990000-0000-7000-8000-000000000001";

    private static readonly Stock Stock = new(
        [new("w-1", "crash-0", "payee-w-1"), new("w-2", "crash-1", "payee-w-2")], ["payee-0"], ["pay-1"]);

    public static StartRecord Start(Flow flow, string token = "t1", bool acknowledged = true)
    {
        var start = new StartRecord { Token = token, Flow = flow, Variables = Stock.Draw(token, 0, new Random(1)) };
        if (acknowledged)
        {
            start.InstanceIds.Add(Id);
        }

        return start;
    }

    /// <summary>What an instance leaves behind that makes the first <paramref name="calls"/> calls of its flow and ends.</summary>
    /// <param name="start">The start of the instance.</param>
    /// <param name="calls">All calls by default.</param>
    /// <param name="error">What it ends with; by default what the flow says.</param>
    public static Observations Of(StartRecord start, int? calls = null, string? error = null)
    {
        var flow = start.Flow;
        var world = new Observations
        {
            Instances = [new ObservedInstance(Id, start.Token, true, error ?? flow.FailsWith, [])],
            Transactions = [],
            Volumes = [],
            Marks = flow.Marks ? [new ObservedMark($"marks:{start.Token}", start.Token)] : [],
            Holds = [],
            Balances = [],
            Transfers = [],
        };
        if (flow.BooksPayment)
        {
            var booking = start.Variables["holding"];
            var reference = new TransactionReference(Flow.Internal, 1);
            world = world
                .WithCall(new ObservedCall(0, 0, "CreateTransaction", CallEnd.Succeeded) { Booking = booking, Transaction = reference })
                .WithTransaction(new ObservedTransaction(reference, start.Token, "first", [new("world", booking, Stock.Plenty, Flow.Asset)])
                {
                    Booking = booking,
                });
        }

        foreach (var call in flow.Calls.Take(calls ?? int.MaxValue))
        {
            world = world.WithMade(start, call);
        }

        return world.WithCleanup(start).WithSums();
    }

    /// <summary>Changes the one instance.</summary>
    public static Observations With(this Observations world, Func<ObservedInstance, ObservedInstance> change) =>
        world with { Instances = [change(world.Instances[0])] };

    /// <summary>Changes one call of the one instance.</summary>
    public static Observations With(this Observations world, int call, Func<ObservedCall, ObservedCall> change) => world.With(
        instance => instance with { Calls = [.. instance.Calls.Select((it, index) => index == call ? change(it) : it)] });

    public static Observations WithCall(this Observations world, ObservedCall call) =>
        world.With(instance => instance with { Calls = [.. instance.Calls, call] });

    public static Observations WithTransaction(this Observations world, ObservedTransaction transaction) =>
        world.WithTransactions([.. world.Transactions, transaction]);

    /// <summary>Changes what the ledgers list, and their volumes with it.</summary>
    public static Observations WithTransactions(this Observations world, IReadOnlyList<ObservedTransaction> transactions) =>
        (world with { Transactions = transactions }).WithSums();

    /// <summary>Makes volumes, balances and holds what the transactions add up to.</summary>
    private static Observations WithSums(this Observations world)
    {
        var moves = world.Transactions.SelectMany(transaction => transaction.Postings.SelectMany(posting => new[]
        {
            new ObservedVolume(transaction.Reference.Ledger, posting.Source, posting.Asset, 0, posting.Amount),
            new ObservedVolume(transaction.Reference.Ledger, posting.Destination, posting.Asset, posting.Amount, 0),
        }));
        var volumes = moves
            .GroupBy(move => (move.Ledger, move.Account, move.Asset))
            .Select(group => group.Aggregate((sum, move) => sum with { Input = sum.Input + move.Input, Output = sum.Output + move.Output }))
            .ToList();
        var inWallets = volumes.Where(volume => volume.Ledger == Flow.Wallets).ToDictionary(volume => volume.Account, volume => volume.Input - volume.Output);
        return world with
        {
            Volumes = volumes,
            Balances =
            [
                .. inWallets
                    .Where(account => Stock.Wallets.Any(wallet => account.Key == $"{wallet.Account}:main"))
                    .Select(account => new ObservedBalance(account.Key, Flow.Asset, account.Value)),
            ],
            Holds = [.. world.Holds.Select(hold => hold with { Remaining = inWallets.GetValueOrDefault(hold.Account, BigInteger.Zero) })],
        };
    }

    private static Observations WithMade(this Observations world, StartRecord start, ExpectedCall call)
    {
        var index = world.Instances[0].Calls.Count(made => made.Stage == call.Stage);
        var observed = new ObservedCall(call.Stage, index, call.Activity, CallEnd.Succeeded);
        if (call.Payee is not null)
        {
            var transfer = new ObservedTransfer(
                $"{Id}-{call.Stage}-{index}", start.Token, call.Step, start.Resolve(call.Payee), start.Amount, Flow.Asset);
            return world.WithCall(observed) with { Transfers = [.. world.Transfers, transfer] };
        }

        if (call.OpensHold)
        {
            observed = observed with { Hold = HoldId };
            world = world with { Holds = [new ObservedHold(HoldId, start.Token, call.Step, BigInteger.Zero)] };
        }

        var reference = new TransactionReference(call.Ledger, world.Transactions.Count + 1);
        var hold = world.Holds.Select(it => it.Account).FirstOrDefault();
        var (token, step) = call.ReleasesHold ? (default(string), default(string)) : (start.Token, call.Step);
        return world
            .WithCall(call.Activity == "CreateTransaction" ? observed with { Transaction = reference } : observed)
            .WithTransaction(new ObservedTransaction(reference, token, step, call.PostingsOf(start, hold)));
    }

    /// <summary>What is left of a hold goes back when the instance does not succeed.</summary>
    private static Observations WithCleanup(this Observations world, StartRecord start)
    {
        world = world.WithSums();
        if (world.Instances[0].Succeeded || start.Flow.KeepsHold || world.Holds is not [{ Remaining.Sign: > 0 } hold])
        {
            return world;
        }

        var call = new ObservedCall(world.Instances[0].Calls[^1].Stage, 9, "VoidHold", CallEnd.Succeeded);
        var posting = new ObservedPosting(hold.Account, start.Resolve("${fromAccount}:main"), hold.Remaining, Flow.Asset);
        var reference = new TransactionReference(Flow.Wallets, world.Transactions.Count + 1);
        return world.WithCall(call).WithTransaction(new ObservedTransaction(reference, null, null, [posting]));
    }
}
