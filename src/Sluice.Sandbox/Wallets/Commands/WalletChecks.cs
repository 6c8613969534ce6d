using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>What must be there before money moves.</summary>
internal static class WalletChecks
{
    /// <exception cref="RefusedException">There is no such wallet.</exception>
    public static WalletRow RequireWallet(this WalletTables tables, WalletId id) =>
        tables.FindWallet(id) ?? throw WalletRefusals.WalletNotFound();

    /// <summary>A wallet and a balance that a body names; money sent to one that is not there would be out of everybody's reach.</summary>
    /// <param name="field">How a refusal calls the subject.</param>
    /// <returns>The balance, or <c>null</c> when the subject is an account, which need not exist.</returns>
    /// <exception cref="RefusedException">VALIDATION: there is no such wallet or balance.</exception>
    public static BalanceRow? Require(this WalletTables tables, Subject subject, string field)
    {
        if (subject is not Subject.OfWallet named)
        {
            return null;
        }

        if (tables.FindWallet(named.Wallet) is null)
        {
            throw RefusedException.Validation($"{field}.identifier: wallet not found");
        }

        return tables.FindBalance(named.Wallet, named.Balance) ?? throw WalletRefusals.NoSuchBalance($"{field}.balance");
    }

    /// <exception cref="RefusedException">VALIDATION: another transaction of the ledger has the reference.</exception>
    public static void RequireUnused(this LedgerScope scope, string? reference)
    {
        if (reference is not null && scope.Session.HasReference(scope.Ledger.Id, reference))
        {
            throw RefusedException.Validation($"duplicate reference \"{reference}\"");
        }
    }
}
