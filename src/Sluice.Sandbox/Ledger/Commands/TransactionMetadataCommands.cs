using System.Globalization;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>Merges metadata into a transaction.</summary>
internal sealed class SaveTransactionMetadata(long id, Metadata metadata) : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope)
    {
        var transaction = scope.Transaction(id);
        scope.Session.UpdateTransaction(
            scope.Ledger.Id, transaction with { Metadata = transaction.Metadata.SetItems(metadata), UpdatedAt = scope.Now });
        return new CommandOutcome("", scope.Events.SavedMetadata(
            scope, MetadataTarget.Transaction, id.ToString(CultureInfo.InvariantCulture), metadata));
    }
}

/// <summary>Takes one key from a transaction; nothing happens when it is not there.</summary>
internal sealed class DeleteTransactionMetadata(long id, string key) : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope)
    {
        var transaction = scope.Transaction(id);
        if (!transaction.Metadata.ContainsKey(key))
        {
            return CommandOutcome.Silent;
        }

        scope.Session.UpdateTransaction(
            scope.Ledger.Id, transaction with { Metadata = transaction.Metadata.Remove(key), UpdatedAt = scope.Now });
        return new CommandOutcome("", scope.Events.DeletedMetadata(
            scope, MetadataTarget.Transaction, id.ToString(CultureInfo.InvariantCulture), key));
    }
}
