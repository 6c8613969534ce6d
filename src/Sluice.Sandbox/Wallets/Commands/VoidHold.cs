using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Commands;

/// <summary>Returns what remains of a hold to the balances it came from, to the first that gave first.</summary>
[method: SetsRequiredMembers]
internal sealed class VoidHold(HoldId id) : HoldCommand(id)
{
    protected override ImmutableArray<Posting> Release(LedgerScope scope, HoldRow hold, BigInteger remaining)
    {
        var postings = ImmutableArray.CreateBuilder<Posting>();
        foreach (var given in scope.Transaction(hold.TransactionId).Postings)
        {
            var returned = BigInteger.Min(remaining, given.Amount);
            if (returned.Sign > 0)
            {
                postings.Add(new Posting(hold.Id.Account, given.Source, returned, hold.Asset));
                remaining -= returned;
            }
        }

        // Only somebody who paid into the hold's account by himself makes it have more than it was given.
        if (remaining.Sign > 0)
        {
            postings.Add(new Posting(hold.Id.Account, hold.Wallet.Account(BalanceRow.Main), remaining, hold.Asset));
        }

        return postings.ToImmutable();
    }
}
