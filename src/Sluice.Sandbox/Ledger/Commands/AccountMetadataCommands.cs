namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>Merges metadata into an account, which exists from then on.</summary>
internal sealed class SaveAccountMetadata(string address, Metadata metadata) : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope)
    {
        scope.SaveAccountMetadata(address, metadata, scope.Now);
        return new CommandOutcome("", scope.Events.SavedMetadata(scope, MetadataTarget.Account, address, metadata));
    }
}

/// <summary>Takes one key from an account; nothing happens when the account or the key does not exist.</summary>
internal sealed class DeleteAccountMetadata(string address, string key) : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope)
    {
        if (scope.Session.FindAccount(scope.Ledger.Id, address) is not { } account || !account.Metadata.ContainsKey(key))
        {
            return CommandOutcome.Silent;
        }

        scope.Session.SetAccount(scope.Ledger.Id, account with { Metadata = account.Metadata.Remove(key), UpdatedAt = scope.Now });
        return new CommandOutcome("", scope.Events.DeletedMetadata(scope, MetadataTarget.Account, address, key));
    }
}
