using System.Numerics;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>What a run did to the ledgers.</summary>
/// <param name="Postings">The moves of money, in order.</param>
/// <param name="Balances">The balances touched, in the order in which they first were.</param>
internal sealed record RunReport(IReadOnlyList<PostingMade> Postings, IReadOnlyList<BalanceTouched> Balances)
{
    /// <summary>Reads the balances that a run's transactions touched.</summary>
    /// <param name="transactions">The transactions.</param>
    /// <param name="ledgers">The ledgers.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public static async Task<RunReport> ReadAsync(
        IEnumerable<CommittedTransaction> transactions, LedgerClient ledgers, CancellationToken cancellationToken)
    {
        var postings = transactions
            .SelectMany(each => each.Transaction.Postings.Select(posting => new PostingMade(each.Ledger, each.Transaction.Id, posting)))
            .ToArray();
        var balances = new List<BalanceTouched>();
        foreach (var (ledger, account, asset, change) in Changes(postings))
        {
            var after = (await ledgers.GetAccountAsync(ledger, account, cancellationToken))?.BalanceOf(asset) ?? BigInteger.Zero;
            balances.Add(new BalanceTouched(ledger, account, asset, after - change, after));
        }

        return new RunReport(postings, balances);
    }

    private static IEnumerable<(string Ledger, string Account, string Asset, BigInteger Change)> Changes(PostingMade[] postings) =>
        postings
            .SelectMany(each => new[]
            {
                (each.Ledger, Account: each.Posting.Source, each.Posting.Asset, Change: -each.Posting.Amount),
                (each.Ledger, Account: each.Posting.Destination, each.Posting.Asset, Change: each.Posting.Amount),
            })
            .GroupBy(
                each => (each.Ledger, each.Account, each.Asset),
                (key, changes) => (key.Ledger, key.Account, key.Asset, changes.Aggregate(BigInteger.Zero, (sum, each) => sum + each.Change)));
}

/// <summary>One move of money that a run made.</summary>
/// <param name="Ledger">The ledger it is in.</param>
/// <param name="TransactionId">The transaction it is part of.</param>
/// <param name="Posting">The move.</param>
internal sealed record PostingMade(string Ledger, long TransactionId, Posting Posting);

/// <summary>A balance that a run touched.</summary>
/// <param name="Ledger">The ledger of the account.</param>
/// <param name="Account">The account's address.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Before">What the balance would be without this run, in minor units.</param>
/// <param name="After">What it is, in minor units.</param>
internal sealed record BalanceTouched(string Ledger, string Account, string Asset, BigInteger Before, BigInteger After);
