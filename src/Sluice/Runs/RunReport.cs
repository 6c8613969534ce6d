using System.Net;
using System.Numerics;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>What a run did to the ledgers.</summary>
/// <param name="Postings">The moves of money, in order.</param>
/// <param name="Balances">The balances touched, in the order in which they first were.</param>
internal sealed record RunReport(IReadOnlyList<PostingMade> Postings, IReadOnlyList<BalanceTouched> Balances)
{
    /// <summary>The report of a run's transactions, before any balance is known.</summary>
    public static RunReport Of(IEnumerable<CommittedTransaction> transactions) => new(
        [.. transactions.SelectMany(each =>
            each.Transaction.Postings.Select(posting => new PostingMade(each.Ledger, each.Transaction.Id, posting)))],
        []);

    /// <summary>The same report with the balances that its postings touched.</summary>
    /// <param name="ledgers">The ledgers.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">A ledger refused, or these are not the ledgers that the run moved money in.</exception>
    /// <exception cref="HttpRequestException">A ledger did not answer.</exception>
    public async Task<RunReport> ReadBalancesAsync(LedgerClient ledgers, CancellationToken cancellationToken)
    {
        var balances = new List<BalanceTouched>();
        foreach (var (ledger, account, asset, change) in Changes(Postings))
        {
            // A posting has just named the account: where there is none, these are not the ledgers that the money moved in.
            var found = await ledgers.GetAccountAsync(ledger, account, cancellationToken)
                ?? throw new ApiException(HttpStatusCode.NotFound, "NOT_FOUND", $"there is no account {ledger}/{account}");
            var after = found.BalanceOf(asset);
            balances.Add(new BalanceTouched(ledger, account, asset, after - change, after));
        }

        return this with { Balances = balances };
    }

    private static IEnumerable<(string Ledger, string Account, string Asset, BigInteger Change)> Changes(IEnumerable<PostingMade> postings) =>
        postings
            .SelectMany(each => new[]
            {
                (each.Ledger, Account: each.Posting.Source, each.Posting.Asset, Change: -each.Posting.Amount),
                (each.Ledger, Account: each.Posting.Destination, each.Posting.Asset, Change: each.Posting.Amount),
            })
            .GroupBy(
                each => (each.Ledger, each.Account, each.Asset),
                (key, moved) => (key.Ledger, key.Account, key.Asset, moved.Aggregate(BigInteger.Zero, (sum, each) => sum + each.Change)));
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
