using System.Diagnostics.CodeAnalysis;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Creates a wallet with its main balance, and before the first one the ledger they are all built on.</summary>
[method: SetsRequiredMembers]
internal sealed class CreateWallet(string name, Metadata metadata) : WalletCommand
{
    protected override LedgerRow Resolve(LedgerSession session, DateTimeOffset now) => session.FindLedger(Ledger)
        ?? session.InsertLedger(Ledger, CreateLedger.DefaultBucket, now, MetadataMap.Empty, MetadataMap.Empty);

    protected override Refusal KeyReused(string message) => RefusedException.Conflict(message).Refusal;

    protected override CommandOutcome Execute(LedgerScope scope, WalletTables tables)
    {
        var wallet = new WalletRow(0, WalletId.New(scope.Now), name, metadata, scope.Now);
        tables.InsertWallet(wallet);
        tables.InsertBalance(new BalanceRow(0, wallet.Id, BalanceRow.Main, null, 0));
        return new CommandOutcome(WalletsJson.ToText(writer => WalletsJson.WriteWallet(writer, wallet, [])), []);
    }
}
