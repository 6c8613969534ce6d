using System.Collections.Immutable;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>The one way a transaction enters a ledger.</summary>
internal static class TransactionCommit
{
    /// <summary>Moves the volumes, names the accounts and stores the transaction; the funds are checked by the caller.</summary>
    public static TransactionRow Commit(
        this LedgerScope scope, ImmutableArray<Posting> postings, Metadata metadata, string? reference, DateTimeOffset timestamp)
    {
        var (session, ledger) = (scope.Session, scope.Ledger.Id);
        foreach (var posting in postings)
        {
            var source = session.GetVolumes(ledger, posting.Source, posting.Asset);
            session.SetVolumes(ledger, posting.Source, posting.Asset, source.Spend(posting.Amount));

            // Read only now: an account may pay itself.
            var destination = session.GetVolumes(ledger, posting.Destination, posting.Asset);
            session.SetVolumes(ledger, posting.Destination, posting.Asset, destination.Receive(posting.Amount));
        }

        var touched = postings
            .SelectMany(posting => new[] { (Account: posting.Source, posting.Asset), (Account: posting.Destination, posting.Asset) })
            .Distinct()
            .OrderBy(pair => pair.Account, StringComparer.Ordinal)
            .ThenBy(pair => pair.Asset, StringComparer.Ordinal)
            .ToList();
        foreach (var (account, _) in touched)
        {
            scope.Touch(account, timestamp);
        }

        var transaction = new TransactionRow(
            session.LastTransactionId(ledger) + 1,
            postings,
            metadata,
            reference,
            timestamp,
            scope.Now,
            scope.Now,
            null,
            [
                .. touched.Select(pair =>
                    new AccountVolumes(pair.Account, pair.Asset, session.GetVolumes(ledger, pair.Account, pair.Asset))),
            ]);
        session.InsertTransaction(ledger, transaction);
        return transaction;
    }
}
