using Sluice.Chaos.Flows;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>No hold is forgotten, none is unknown to its instance, and the money of each went where the history says, once.</summary>
internal static class HoldRules
{
    public static IEnumerable<string> Check(AuditedWorld world)
    {
        var holds = world.Seen.Holds.ToLookup(hold => hold.Token);
        return
        [
            .. world.Seen.Holds
                .Where(hold => hold.Token is null || !world.RunsByToken.ContainsKey(hold.Token))
                .Select(hold => $"hold {hold.Id} belongs to no instance (token {hold.Token ?? "none"})"),
            .. world.Runs.SelectMany(run => Known(run, [.. holds[run.Start.Token]])),
            .. world.Runs.SelectMany(run => holds[run.Start.Token].SelectMany(hold => Closed(run, hold))),
            .. world.Runs.SelectMany(run => Released(world, run)),
        ];
    }

    private static IEnumerable<string> Known(AuditedRun run, IReadOnlyList<ObservedHold> holds)
    {
        var named = run.Instance.Calls.Select(call => call.Hold).OfType<string>().ToHashSet();
        foreach (var id in named.Except(holds.Select(hold => hold.Id)))
        {
            yield return $"{run} names hold {id}, which the wallets service does not have for it";
        }

        // A hold that is to be kept may be opened by a call that was given up; any other is asked for until it is known.
        var mayBeUnknown = run.Flow.KeepsHold && run.Instance.Calls.Any(call => call.End == CallEnd.Canceled);
        foreach (var hold in holds.Where(hold => !named.Contains(hold.Id) && !mayBeUnknown))
        {
            yield return $"the wallets service has hold {hold.Id} of {run}, whose history does not name it";
        }
    }

    private static IEnumerable<string> Closed(AuditedRun run, ObservedHold hold)
    {
        var isOpen = hold.Remaining > 0;
        var mayBeOpen = run.Instance.Succeeded ? run.Flow.LeavesHoldOpen : run.Flow.KeepsHold;
        if (run.Instance.Terminated && isOpen != mayBeOpen)
        {
            yield return isOpen
                ? $"hold {hold.Id} of {run} was forgotten: {hold.Remaining} is still set aside (error {run.Instance.Error ?? "none"})"
                : $"hold {hold.Id} of {run} was to stay open and is closed";
        }
    }

    /// <summary>Finds for each call that ends a hold the one transaction it made, the certain calls first.</summary>
    private static IEnumerable<string> Released(AuditedWorld world, AuditedRun run)
    {
        var left = world.TransactionsOf(run.Start).Where(transaction => world.HoldReleasedBy(transaction) is not null).ToList();
        var expected = run.Flow.Calls.Where(call => call.ReleasesHold).Select(call => (Call: run.CallFor(call), Expected: (ExpectedCall?)call));
        var calls = expected.Concat(run.Cleanups.Select(call => ((ObservedCall?)call, (ExpectedCall?)null)));
        var hasCanceled = run.Releases.Any(call => call.End == CallEnd.Canceled);
        foreach (var (call, flow) in calls.OrderBy(pair => pair.Item1?.End ?? CallEnd.Pending))
        {
            if (call is null or { End: CallEnd.Failed })
            {
                continue;
            }

            // A call that was given up may have closed the hold; the one after it then found nothing left to do.
            var isCertain = call.End == CallEnd.Succeeded && (flow is not null || !hasCanceled);
            var match = left.FindIndex(transaction => Matches(world, run, flow, transaction));
            if (match >= 0)
            {
                left.RemoveAt(match);
            }
            else if (isCertain)
            {
                yield return $"{run} shows {call.Activity} of stage {call.Stage} succeeded, and no money left the hold for it";
            }
        }

        foreach (var transaction in left)
        {
            yield return $"transaction {transaction.Reference} of {run} took money out of its hold, and no call explains it: "
                + string.Join(", ", transaction.Postings);
        }
    }

    private static bool Matches(AuditedWorld world, AuditedRun run, ExpectedCall? flow, ObservedTransaction transaction)
    {
        var hold = world.HoldReleasedBy(transaction)!.Account;
        return flow is not null
            ? transaction.Postings.SequenceEqual(flow.PostingsOf(run.Start, hold))
            : transaction.Postings is [var back] && back.Source == hold && back.Destination == run.Start.Resolve("${fromAccount}:main");
    }
}
