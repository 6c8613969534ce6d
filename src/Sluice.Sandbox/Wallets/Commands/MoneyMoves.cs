using System.Collections.Immutable;
using System.Numerics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Requests;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>The two halves of every movement: who gives how much, and the ledger transaction that it becomes.</summary>
internal static class MoneyMoves
{
    /// <summary>Takes the amount from the accounts in their order, from each as much as it has; nothing is committed yet.</summary>
    /// <exception cref="RefusedException">INSUFFICIENT_FUND: together they have less.</exception>
    public static ImmutableArray<Posting> Draw(
        this LedgerScope scope, Monetary amount, IReadOnlyList<string> sources, string destination)
    {
        var funds = new Funds(scope.Balance);
        var postings = ImmutableArray.CreateBuilder<Posting>();
        var missing = amount.Amount;
        foreach (var source in sources)
        {
            var given = source == LedgerSyntax.World ? missing : BigInteger.Min(missing, funds.Balance(source, amount.Asset));
            if (given.Sign > 0)
            {
                funds.Spend(source, amount.Asset, given);
                funds.Receive(destination, amount.Asset, given);
                postings.Add(new Posting(source, destination, given, amount.Asset));
                missing -= given;
            }
        }

        if (missing.Sign > 0 || sources.Count == 0)
        {
            throw WalletRefusals.InsufficientFunds();
        }

        // Moving nothing is allowed and leaves its trace, as it does in the ledger.
        return postings.Count > 0 ? postings.ToImmutable() : [new Posting(sources[0], destination, BigInteger.Zero, amount.Asset)];
    }

    /// <summary>Commits a movement as a transaction that is marked as a wallet's.</summary>
    public static TransactionRow CommitMarked(
        this LedgerScope scope, ImmutableArray<Posting> postings, Metadata custom, string? reference, DateTimeOffset? timestamp) =>
        scope.Commit(postings, WalletLedger.Mark(custom), reference, timestamp ?? scope.Now);

    /// <summary>What a movement answers and announces: to listeners it is a transaction like any other.</summary>
    public static CommandOutcome Outcome(this LedgerScope scope, TransactionRow transaction, string data = "") =>
        new(data, scope.Events.Committed(scope, transaction, []));
}
