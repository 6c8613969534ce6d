using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Queries;

/// <summary>Tells the transactions of wallets, or of one, from the others of their ledger.</summary>
internal sealed class WalletTransactions(WalletSnapshot snapshot, WalletId? wallet)
{
    private readonly Dictionary<HoldId, WalletId?> _ownersOfHolds = [];

    public bool Contains(TransactionRow transaction) =>
        WalletLedger.IsMarked(transaction.Metadata)
        && (wallet is null || transaction.Postings.Any(posting => IsOurs(posting.Source) || IsOurs(posting.Destination)));

    // The money in a hold is still the wallet's, so a confirmation belongs to it although no balance changes.
    private bool IsOurs(string address) =>
        address.StartsWith(wallet!.Value.AccountPrefix, StringComparison.Ordinal)
        || (HoldId.OfAccount(address) is { } hold && OwnerOf(hold) == wallet);

    private WalletId? OwnerOf(HoldId hold)
    {
        if (!_ownersOfHolds.TryGetValue(hold, out var owner))
        {
            owner = snapshot.FindHold(hold)?.Wallet;
            _ownersOfHolds[hold] = owner;
        }

        return owner;
    }
}
