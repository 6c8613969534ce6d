using System.Numerics;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>
/// Compares what callers were told with what the service and the ledger show, and names every disagreement. Pure, so that tests
/// can plant a fault and see it found.
/// </summary>
internal sealed class CrashAudit
{
    private readonly IReadOnlyList<StartRecord> _starts;
    private readonly Observations _seen;
    private readonly Dictionary<string, StartRecord> _startsByToken;
    private readonly List<string> _findings = [];

    private CrashAudit(IReadOnlyList<StartRecord> starts, Observations seen)
    {
        _starts = starts;
        _seen = seen;
        _startsByToken = starts.ToDictionary(start => start.Token);
    }

    /// <summary>Returns the findings, one sentence each; empty when the world is as it must be.</summary>
    public static IReadOnlyList<string> Check(IReadOnlyList<StartRecord> starts, Observations seen)
    {
        var audit = new CrashAudit(starts, seen);
        audit.CheckStarts();
        audit.CheckEvents();
        audit.CheckInstances();
        audit.CheckTransactions();
        audit.CheckHistories();
        audit.CheckMarks();
        audit.CheckVolumes();
        return audit._findings;
    }

    private void CheckStarts()
    {
        var listed = _seen.Instances.Select(instance => instance.Id).ToHashSet();
        foreach (var start in _starts)
        {
            if (start.InstanceIds.Count > 1)
            {
                Find($"start {start.Token} with key {start.Key} was answered with instances {string.Join(", ", start.InstanceIds)}");
            }

            foreach (var id in start.InstanceIds.Where(id => !listed.Contains(id)))
            {
                Find($"instance {id} of start {start.Token} was acknowledged and does not exist");
            }
        }
    }

    private void CheckEvents()
    {
        foreach (var start in _starts.Where(start => start.WaitsPassedAtRest is not null))
        {
            var passed = start.WaitsPassedAtRest;
            var most = start.Flow.WaitStages.Count;
            if (passed < Math.Min(start.EventsAccepted, most))
            {
                Find($"start {start.Token} passed {passed} waits with {start.EventsAccepted} accepted events: an event was lost");
            }
            else if (passed > start.EventsAccepted + start.EventsUncertain)
            {
                Find($"start {start.Token} passed {passed} waits with {start.EventsAccepted} accepted and {start.EventsUncertain} "
                    + "uncertain events: an event was consumed twice");
            }
        }
    }

    private void CheckInstances()
    {
        foreach (var instance in _seen.Instances)
        {
            if (instance.Token is null || !_startsByToken.TryGetValue(instance.Token, out var start))
            {
                Find($"instance {instance.Id} belongs to no start (token {instance.Token ?? "none"})");
                continue;
            }

            if (start.WasRefused)
            {
                Find($"start {start.Token} was refused and instance {instance.Id} exists");
            }

            if (start.IsAcknowledged && !start.InstanceIds.Contains(instance.Id))
            {
                Find($"instance {instance.Id} says it is of start {start.Token}, which was answered with another");
            }

            if (!instance.Terminated)
            {
                Find($"instance {instance.Id} of start {start.Token} ({start.Flow.Name}) has not terminated");
            }

            if (instance.Error is not null)
            {
                Find($"instance {instance.Id} of start {start.Token} ({start.Flow.Name}) failed: {instance.Error}");
            }
        }

        foreach (var twins in _seen.Instances.GroupBy(instance => instance.Token).Where(group => group.Key is not null && group.Count() > 1))
        {
            Find($"start {twins.Key} has {twins.Count()} instances: {string.Join(", ", twins.Select(twin => twin.Id))}");
        }
    }

    private void CheckTransactions()
    {
        var tokens = _seen.Instances.Select(instance => instance.Token).ToHashSet();
        var actual = _seen.Transactions.ToLookup(transaction => (transaction.Token, transaction.Step, transaction.Reference.Ledger));
        foreach (var start in _starts.Where(start => tokens.Contains(start.Token)))
        {
            foreach (var expected in start.Flow.Transactions)
            {
                var found = actual[(start.Token, expected.Step, expected.Ledger)].ToList();
                if (found.Count != 1)
                {
                    Find($"start {start.Token} ({start.Flow.Name}) has {found.Count} transactions for step {expected.Step} "
                        + $"in {expected.Ledger}, expected 1");
                }

                foreach (var transaction in found.Where(transaction => !Matches(transaction, expected, start)))
                {
                    Find($"transaction {transaction.Reference} of start {start.Token} has other postings than {expected}: "
                        + string.Join(", ", transaction.Postings));
                }
            }
        }

        foreach (var transaction in _seen.Transactions)
        {
            if (transaction.Token is null || !tokens.Contains(transaction.Token) || !_startsByToken.TryGetValue(transaction.Token, out var start))
            {
                Find($"transaction {transaction.Reference} belongs to no instance (token {transaction.Token ?? "none"})");
            }
            else if (!start.Flow.Transactions.Any(e => e.Step == transaction.Step && e.Ledger == transaction.Reference.Ledger))
            {
                Find($"transaction {transaction.Reference} is of no step of start {start.Token} ({start.Flow.Name}): {transaction.Step}");
            }
        }
    }

    private static bool Matches(ObservedTransaction transaction, ExpectedTransaction expected, StartRecord start) =>
        transaction.Postings is [var posting]
        && posting.Source == expected.Source
        && posting.Destination == (expected.Destination == ExpectedTransaction.User ? $"users:{start.User}" : expected.Destination)
        && posting.Amount == start.Amount
        && posting.Asset == Flow.Asset;

    private void CheckHistories()
    {
        var transactions = _seen.Transactions.ToLookup(transaction => transaction.Token, transaction => transaction.Reference);
        foreach (var instance in _seen.Instances)
        {
            var inLedger = transactions[instance.Token].ToHashSet();
            foreach (var reference in instance.Transactions.Where(reference => !inLedger.Contains(reference)))
            {
                Find($"instance {instance.Id} names transaction {reference}, which the ledger does not have for it");
            }

            foreach (var reference in inLedger.Except(instance.Transactions))
            {
                Find($"the ledger has transaction {reference} of instance {instance.Id}, whose history does not name it");
            }
        }
    }

    private void CheckMarks()
    {
        var marks = _seen.Marks.ToDictionary(mark => mark.Account, mark => mark.Token);
        foreach (var instance in _seen.Instances)
        {
            if (instance.Token is { } token && _startsByToken.TryGetValue(token, out var start) && start.Flow.Marks
                && marks.GetValueOrDefault($"marks:{token}") != token)
            {
                Find($"account marks:{token} carries {marks.GetValueOrDefault($"marks:{token}") ?? "nothing"}");
            }
        }
    }

    private void CheckVolumes()
    {
        var expected = new Dictionary<(string Ledger, string Account, string Asset), (BigInteger Input, BigInteger Output)>();
        foreach (var transaction in _seen.Transactions)
        {
            foreach (var posting in transaction.Postings)
            {
                var source = (transaction.Reference.Ledger, posting.Source, posting.Asset);
                var (input, output) = expected.GetValueOrDefault(source);
                expected[source] = (input, output + posting.Amount);
                var destination = (transaction.Reference.Ledger, posting.Destination, posting.Asset);
                (input, output) = expected.GetValueOrDefault(destination);
                expected[destination] = (input + posting.Amount, output);
            }
        }

        foreach (var volume in _seen.Volumes)
        {
            expected.Remove((volume.Ledger, volume.Account, volume.Asset), out var sums);
            if ((volume.Input, volume.Output) != sums)
            {
                Find($"account {volume.Account} of {volume.Ledger} shows +{volume.Input} -{volume.Output} {volume.Asset}, "
                    + $"its postings say +{sums.Input} -{sums.Output}");
            }
        }

        foreach (var (ledger, account, asset) in expected.Keys)
        {
            Find($"account {account} of {ledger} has postings in {asset} and no volume");
        }

        foreach (var ledger in _seen.Volumes.GroupBy(volume => (volume.Ledger, volume.Asset)))
        {
            var sum = ledger.Aggregate(BigInteger.Zero, (total, volume) => total + volume.Input - volume.Output);
            if (!sum.IsZero)
            {
                Find($"the balances of {ledger.Key.Ledger} in {ledger.Key.Asset} add up to {sum}");
            }
        }
    }

    private void Find(string finding) => _findings.Add(finding);
}
