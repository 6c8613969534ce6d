using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Requests;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Pays from a hold to its destination.</summary>
[method: SetsRequiredMembers]
internal sealed class ConfirmHold(HoldId id, ConfirmRequest request) : HoldCommand(id)
{
    protected override ImmutableArray<Posting> Release(LedgerScope scope, HoldRow hold, BigInteger remaining)
    {
        var amount = request.Amount ?? remaining;
        if (amount > remaining)
        {
            throw WalletRefusals.InsufficientFunds();
        }

        var paid = new Posting(hold.Id.Account, hold.Destination.Address, amount, hold.Asset);
        return request.Final && amount < remaining
            ? [paid, new Posting(hold.Id.Account, hold.Wallet.Account(BalanceRow.Main), remaining - amount, hold.Asset)]
            : [paid];
    }
}
