using System.Diagnostics.CodeAnalysis;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>A change of wallets: a command of their ledger, with its queue, its keys and its one commit for rows and money.</summary>
internal abstract class WalletCommand : LedgerCommand
{
    [SetsRequiredMembers]
    protected WalletCommand() => Ledger = WalletLedger.Name;

    /// <summary>Who is missing while there is no ledger yet, which is as long as there is no wallet.</summary>
    protected virtual RefusedException NotFound => WalletRefusals.WalletNotFound();

    /// <inheritdoc/>
    protected override LedgerRow Resolve(LedgerSession session, DateTimeOffset now) => session.FindLedger(Ledger) ?? throw NotFound;

    /// <inheritdoc/>
    protected sealed override CommandOutcome Execute(LedgerScope scope) => Execute(scope, WalletTables.Of(scope.Session));

    /// <inheritdoc cref="LedgerCommand.Execute(LedgerScope)"/>
    protected abstract CommandOutcome Execute(LedgerScope scope, WalletTables tables);
}
