using System.Numerics;
using Sluice.Chaos.Flows;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>Volumes are the sums of postings, ledgers add up to nothing, and wallets and holds show what their accounts have.</summary>
internal static class BalanceRules
{
    public static IEnumerable<string> Check(AuditedWorld world) =>
        [.. Volumes(world.Seen), .. Ledgers(world.Seen), .. Wallets(world.Seen)];

    private static IEnumerable<string> Volumes(Observations seen)
    {
        var expected = new Dictionary<(string Ledger, string Account, string Asset), (BigInteger Input, BigInteger Output)>();
        foreach (var transaction in seen.Transactions)
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

        foreach (var volume in seen.Volumes)
        {
            expected.Remove((volume.Ledger, volume.Account, volume.Asset), out var sums);
            if ((volume.Input, volume.Output) != sums)
            {
                yield return $"account {volume.Account} of {volume.Ledger} shows +{volume.Input} -{volume.Output} {volume.Asset}, "
                    + $"its postings say +{sums.Input} -{sums.Output}";
            }
        }

        foreach (var (ledger, account, asset) in expected.Keys)
        {
            yield return $"account {account} of {ledger} has postings in {asset} and no volume";
        }
    }

    private static IEnumerable<string> Ledgers(Observations seen)
    {
        foreach (var ledger in seen.Volumes.GroupBy(volume => (volume.Ledger, volume.Asset)))
        {
            var sum = ledger.Aggregate(BigInteger.Zero, (total, volume) => total + volume.Input - volume.Output);
            if (!sum.IsZero)
            {
                yield return $"the balances of {ledger.Key.Ledger} in {ledger.Key.Asset} add up to {sum}";
            }
        }
    }

    private static IEnumerable<string> Wallets(Observations seen)
    {
        var accounts = seen.Volumes
            .Where(volume => volume.Ledger == Flow.Wallets)
            .ToDictionary(volume => (volume.Account, volume.Asset), volume => volume.Input - volume.Output);
        var shown = seen.Balances.Concat(seen.Holds.Select(hold => new ObservedBalance(hold.Account, Flow.Asset, hold.Remaining)));
        foreach (var balance in shown)
        {
            var has = accounts.GetValueOrDefault((balance.Account, balance.Asset));
            if (has != balance.Amount)
            {
                yield return $"the wallets service shows {balance.Amount} {balance.Asset} for {balance.Account}, whose account has {has}";
            }
        }
    }
}
