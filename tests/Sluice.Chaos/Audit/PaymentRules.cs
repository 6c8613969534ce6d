using Sluice.Chaos.Flows;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>Each payment is booked once and whole, however many instances use it; each transfer is asked for once.</summary>
internal static class PaymentRules
{
    public static IEnumerable<string> Check(AuditedWorld world) =>
        [.. Bookings(world), .. world.Runs.SelectMany(Booked), .. world.Runs.SelectMany(run => Transfers(world, run)), .. StrayTransfers(world)];

    private static IEnumerable<string> Bookings(AuditedWorld world)
    {
        var made = world.Seen.Transactions.Where(transaction => transaction.Booking is not null).ToLookup(transaction => transaction.Booking!);
        var asked = world.Runs
            .SelectMany(run => run.Instance.Calls.Where(call => call.Booking is not null).Select(call => (Run: run, Call: call)))
            .ToLookup(pair => pair.Call.Booking!);
        foreach (var booking in made.Select(group => group.Key).Union(asked.Select(group => group.Key)))
        {
            var transactions = made[booking].ToList();
            var isKnown = asked[booking].Any(pair => pair.Call.End == CallEnd.Succeeded || IsBookedAlready(pair.Call));
            if (transactions.Count > 1 || (isKnown && transactions.Count == 0))
            {
                yield return $"{booking} is booked {transactions.Count} times, expected 1";
            }

            foreach (var finding in transactions.SelectMany(transaction => Booking(transaction, asked[booking].ToList())))
            {
                yield return finding;
            }

            foreach (var (run, call) in asked[booking].Where(pair => pair.Call.End == CallEnd.Succeeded))
            {
                if (transactions.All(transaction => transaction.Reference != call.Transaction || transaction.Token != run.Start.Token))
                {
                    yield return $"{run} names transaction {call.Transaction}, which the ledger does not have for it";
                }
            }
        }
    }

    private static IEnumerable<string> Booking(ObservedTransaction transaction, IReadOnlyList<(AuditedRun Run, ObservedCall Call)> asked)
    {
        var posting = new ObservedPosting("world", transaction.Booking!, Stock.Plenty, Flow.Asset);
        if (transaction.Reference.Ledger != Flow.Internal || transaction.Postings is not [var only] || only != posting)
        {
            yield return $"transaction {transaction.Reference} does not book {transaction.Booking} whole: {string.Join(", ", transaction.Postings)}";
        }

        var mayHave = asked.Where(pair => pair.Run.Start.Token == transaction.Token
            && (pair.Call.End is CallEnd.Canceled or CallEnd.Pending || pair.Call.Transaction == transaction.Reference));
        if (!mayHave.Any())
        {
            yield return $"transaction {transaction.Reference} books {transaction.Booking}, and no history names it (token {transaction.Token ?? "none"})";
        }
    }

    private static IEnumerable<string> Booked(AuditedRun run)
    {
        var calls = run.Instance.Calls.Where(call => call.Booking is not null).ToList();
        foreach (var call in calls.Where(call => !run.Flow.BooksPayment || call.Booking != run.Start.Variables["holding"]))
        {
            yield return $"{run} booked {call.Booking}, which is not its payment";
        }

        if (run.Instance.Succeeded && run.Flow.BooksPayment && !calls.Any(call => call.End == CallEnd.Succeeded || IsBookedAlready(call)))
        {
            yield return $"{run} used a payment and its history does not show it booked";
        }
    }

    private static IEnumerable<string> Transfers(AuditedWorld world, AuditedRun run)
    {
        var found = world.TransfersOf(run.Start).ToList();
        foreach (var expected in run.Flow.Calls.Where(call => call.Payee is not null))
        {
            var call = run.CallFor(expected);
            var transfers = found.Where(transfer => transfer.Step == expected.Step).ToList();
            if (call.Disagreement(transfers.Count) is { } disagreement)
            {
                yield return $"{run} has {transfers.Count} transfers for step {expected.Step}, {disagreement}";
            }

            var wanted = (Reference: $"{run.Instance.Id}-{call?.Stage}-{call?.Index}", Payee: run.Start.Resolve(expected.Payee!), run.Start.Amount, Flow.Asset);
            foreach (var transfer in transfers.Where(it => (it.Reference, it.Payee, it.Amount, it.Asset) != wanted))
            {
                yield return $"{transfer} of {run} is not the transfer {wanted}";
            }
        }

        foreach (var stray in found.Where(transfer => !run.Flow.Calls.Any(call => call.Payee is not null && call.Step == transfer.Step)))
        {
            yield return $"transfer {stray.Reference} is of no step of {run}: {stray.Step}";
        }
    }

    private static IEnumerable<string> StrayTransfers(AuditedWorld world)
    {
        foreach (var stray in world.Seen.Transfers.Where(transfer => transfer.Token is null || !world.RunsByToken.ContainsKey(transfer.Token)))
        {
            yield return $"transfer {stray.Reference} belongs to no instance (token {stray.Token ?? "none"})";
        }

        foreach (var twins in world.Seen.Transfers.GroupBy(transfer => transfer.Reference).Where(group => group.Count() > 1))
        {
            yield return $"transfer reference {twins.Key} exists {twins.Count()} times";
        }
    }

    private static bool IsBookedAlready(ObservedCall call) =>
        call.End == CallEnd.Failed && call.Error?.Contains("reference", StringComparison.Ordinal) == true;
}
