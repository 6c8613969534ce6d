using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Moves money out of a hold, which closes when nothing remains.</summary>
[method: SetsRequiredMembers]
internal abstract class HoldCommand(HoldId id) : WalletCommand
{
    protected override RefusedException NotFound => WalletRefusals.HoldNotFound();

    protected sealed override CommandOutcome Execute(LedgerScope scope, WalletTables tables)
    {
        var hold = tables.FindHold(id) ?? throw NotFound;
        var remaining = scope.Balance(hold.Id.Account, hold.Asset);
        return remaining.Sign > 0
            ? scope.Outcome(scope.CommitMarked(Release(scope, hold, remaining), MetadataMap.Empty, null, null))
            : throw WalletRefusals.HoldClosed();
    }

    /// <summary>Says where the money goes, and changes nothing.</summary>
    /// <param name="remaining">What the hold has, which is more than nothing.</param>
    protected abstract ImmutableArray<Posting> Release(LedgerScope scope, HoldRow hold, BigInteger remaining);
}
