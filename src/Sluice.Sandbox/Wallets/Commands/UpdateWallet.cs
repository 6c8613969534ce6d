using System.Diagnostics.CodeAnalysis;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Merges metadata into a wallet.</summary>
[method: SetsRequiredMembers]
internal sealed class UpdateWallet(WalletId id, Metadata metadata) : WalletCommand
{
    protected override CommandOutcome Execute(LedgerScope scope, WalletTables tables)
    {
        var wallet = tables.RequireWallet(id);
        tables.UpdateWallet(wallet with { Metadata = wallet.Metadata.SetItems(metadata) });
        return CommandOutcome.Silent;
    }
}
