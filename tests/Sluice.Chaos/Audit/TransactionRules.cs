using Sluice.Chaos.Flows;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>
/// Every transaction exactly once where the history says it was made, at most once where the history cannot know, and none else.
/// The bookings of payments and the ends of holds have rules of their own.
/// </summary>
internal static class TransactionRules
{
    public static IEnumerable<string> Check(AuditedWorld world) => world.Runs.SelectMany(run => Made(world, run)).Concat(Strays(world));

    private static IEnumerable<string> Made(AuditedWorld world, AuditedRun run)
    {
        var plain = world.TransactionsOf(run.Start).Where(transaction => IsPlain(world, transaction)).ToList();
        foreach (var expected in run.Flow.Calls.Where(call => call is { ReleasesHold: false, Payee: null }))
        {
            var found = plain.Where(transaction => IsOf(expected, transaction)).ToList();
            foreach (var finding in Made(world, run, expected, found))
            {
                yield return finding;
            }
        }

        foreach (var stray in plain.Where(transaction => !run.Flow.Calls.Any(expected => IsOf(expected, transaction))))
        {
            yield return $"transaction {stray.Reference} is of no step of {run}: {stray.Step}";
        }
    }

    private static IEnumerable<string> Made(AuditedWorld world, AuditedRun run, ExpectedCall expected, List<ObservedTransaction> found)
    {
        var call = run.CallFor(expected);
        if (call.Disagreement(found.Count) is { } disagreement)
        {
            yield return $"{run} has {found.Count} transactions for step {expected.Step} in {expected.Ledger}, {disagreement}";
        }

        foreach (var transaction in found)
        {
            var postings = expected.PostingsOf(run.Start, world.HoldOpenedBy(transaction)?.Account);
            if (!transaction.Postings.SequenceEqual(postings))
            {
                yield return $"transaction {transaction.Reference} of {run} has other postings than {string.Join(", ", postings)}: "
                    + string.Join(", ", transaction.Postings);
            }
        }

        // Only the ledger says which transaction it made; the wallets service keeps that to itself.
        if (call is not { End: CallEnd.Succeeded, Activity: "CreateTransaction" })
        {
            yield break;
        }

        if (call.Transaction is not { } named || found.All(transaction => transaction.Reference != named))
        {
            yield return $"{run} names transaction {call.Transaction}, which the ledger does not have for it";
        }

        foreach (var other in found.Where(transaction => transaction.Reference != call.Transaction))
        {
            yield return $"the ledger has transaction {other.Reference} of {run}, whose history does not name it";
        }
    }

    private static IEnumerable<string> Strays(AuditedWorld world)
    {
        foreach (var transaction in world.Seen.Transactions)
        {
            var token = world.TokenOf(transaction);
            if (token != Stock.Token && (token is null || !world.RunsByToken.ContainsKey(token)))
            {
                yield return $"transaction {transaction.Reference} belongs to no instance (token {token ?? "none"})";
            }
        }
    }

    private static bool IsPlain(AuditedWorld world, ObservedTransaction transaction) =>
        transaction.Booking is null && world.HoldReleasedBy(transaction) is null;

    private static bool IsOf(ExpectedCall expected, ObservedTransaction transaction) =>
        expected is { ReleasesHold: false, Payee: null } && (expected.Step, expected.Ledger) == (transaction.Step, transaction.Reference.Ledger);
}
