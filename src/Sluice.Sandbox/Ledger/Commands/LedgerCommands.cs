using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>Creates a ledger that does not exist yet.</summary>
internal sealed class CreateLedger(string bucket, Metadata metadata, Metadata features) : LedgerCommand
{
    /// <summary>The bucket of a ledger that was not given one.</summary>
    public const string DefaultBucket = "_default";

    /// <inheritdoc/>
    protected override LedgerRow Resolve(LedgerSession session, DateTimeOffset now) => session.FindLedger(Ledger) is null
        ? session.InsertLedger(Ledger, bucket, now, metadata, features)
        : throw RefusedException.BadRequest("LEDGER_ALREADY_EXISTS", $"ledger \"{Ledger}\" already exists");

    protected override CommandOutcome Execute(LedgerScope scope) => CommandOutcome.Silent;
}

/// <summary>Makes sure a ledger exists, for calls that create it by reading.</summary>
internal sealed class EnsureLedger : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope) => CommandOutcome.Silent;
}

/// <summary>Merges metadata into a ledger.</summary>
internal sealed class SaveLedgerMetadata(Metadata metadata) : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope)
    {
        scope.Session.UpdateLedgerMetadata(scope.Ledger, scope.Ledger.Metadata.SetItems(metadata));
        return CommandOutcome.Silent;
    }
}

/// <summary>Takes one key from a ledger's metadata; nothing happens when it is not there.</summary>
internal sealed class DeleteLedgerMetadata(string key) : LedgerCommand
{
    protected override CommandOutcome Execute(LedgerScope scope)
    {
        scope.Session.UpdateLedgerMetadata(scope.Ledger, scope.Ledger.Metadata.Remove(key));
        return CommandOutcome.Silent;
    }
}
