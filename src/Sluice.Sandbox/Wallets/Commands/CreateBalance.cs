using System.Diagnostics.CodeAnalysis;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Gives a wallet one more balance.</summary>
[method: SetsRequiredMembers]
internal sealed class CreateBalance(BalanceRow balance) : WalletCommand
{
    /// <summary>The most balances of a wallet: a debit of all of them is one transaction.</summary>
    public const int BalancesMax = LedgerSyntax.PostingsMax;

    protected override CommandOutcome Execute(LedgerScope scope, WalletTables tables)
    {
        tables.RequireWallet(balance.Wallet);
        var existing = tables.FindBalances(balance.Wallet);
        if (existing.Exists(other => other.Name == balance.Name))
        {
            throw RefusedException.Validation($"name: the wallet has a balance \"{balance.Name}\" already");
        }

        if (existing.Count >= BalancesMax)
        {
            throw RefusedException.Validation($"the wallet has {BalancesMax} balances, which is the most there can be");
        }

        tables.InsertBalance(balance);
        return new CommandOutcome(WalletsJson.ToText(writer => WalletsJson.WriteBalance(writer, balance, null)), []);
    }
}
