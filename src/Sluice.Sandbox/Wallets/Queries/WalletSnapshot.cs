using System.Numerics;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Storage;

namespace Sluice.Sandbox.Wallets.Queries;

/// <summary>Wallets in one consistent state of the database: their rows and the money that the ledger has for them.</summary>
internal sealed class WalletSnapshot(LedgerSnapshot snapshot)
{
    // No ledger has the id 0, so before the first wallet every question finds nothing.
    private readonly LedgerRow _ledger = snapshot.FindLedger(WalletLedger.Name)
        ?? new LedgerRow(0, WalletLedger.Name, "", default, MetadataMap.Empty, MetadataMap.Empty);

    /// <exception cref="RefusedException">There is no such wallet.</exception>
    public WalletRow Wallet(WalletId id) => snapshot
        .Rows($"SELECT {WalletColumns.Wallet} FROM wallets WHERE id = $1", WalletColumns.ReadWallet, id.ToString())
        .FirstOrDefault() ?? throw WalletRefusals.WalletNotFound();

    /// <exception cref="RefusedException">The wallet has no such balance.</exception>
    public BalanceRow Balance(WalletId wallet, string name) => snapshot
        .Rows(
            $"SELECT {WalletColumns.Balance} FROM wallet_balances WHERE wallet_id = $1 AND name = $2",
            WalletColumns.ReadBalance,
            wallet.ToString(),
            name)
        .FirstOrDefault() ?? throw WalletRefusals.BalanceNotFound();

    public HoldRow? FindHold(HoldId id) => snapshot
        .Rows($"SELECT {WalletColumns.Hold} FROM wallet_holds WHERE id = $1", WalletColumns.ReadHold, id.ToString())
        .FirstOrDefault();

    public IEnumerable<WalletRow> Wallets(PageRequest page, ListFilter filter) => snapshot.Rows(
        $"""
        SELECT {WalletColumns.Wallet} FROM wallets
        WHERE {LedgerSnapshot.After(page, "sequence", 1)}{(filter.Name is null ? "" : " AND name = $2")}
        ORDER BY sequence {LedgerSnapshot.Order(page)}
        """,
        WalletColumns.ReadWallet,
        LedgerSnapshot.NumberOf(page),
        filter.Name);

    public IEnumerable<BalanceRow> Balances(WalletId wallet, PageRequest page) => snapshot.Rows(
        $"""
        SELECT {WalletColumns.Balance} FROM wallet_balances
        WHERE wallet_id = $2 AND {LedgerSnapshot.After(page, "sequence", 1)}
        ORDER BY sequence {LedgerSnapshot.Order(page)}
        """,
        WalletColumns.ReadBalance,
        LedgerSnapshot.NumberOf(page),
        wallet.ToString());

    public IEnumerable<HoldRow> Holds(PageRequest page, ListFilter filter) => snapshot.Rows(
        $"""
        SELECT {WalletColumns.Hold} FROM wallet_holds
        WHERE {LedgerSnapshot.After(page, "sequence", 1)}{(filter.Wallet is null ? "" : " AND wallet_id = $2")}
        ORDER BY sequence {LedgerSnapshot.Order(page)}
        """,
        WalletColumns.ReadHold,
        LedgerSnapshot.NumberOf(page),
        filter.Wallet?.ToString());

    public IEnumerable<TransactionRow> Transactions(PageRequest page) => snapshot.Transactions(_ledger, page);

    /// <summary>The money of a balance, ordered by asset.</summary>
    public IReadOnlyList<AccountVolumes> Assets(BalanceRow balance) => Volumes(balance.Account);

    /// <inheritdoc cref="Assets(BalanceRow)"/>
    public IReadOnlyList<AccountVolumes> MainAssets(WalletRow wallet) => Volumes(wallet.Id.Account(BalanceRow.Main));

    /// <summary>What a hold still has.</summary>
    public BigInteger Remaining(HoldRow hold) =>
        Volumes(hold.Id.Account).FirstOrDefault(entry => entry.Asset == hold.Asset)?.Volumes.Balance ?? 0;

    private IReadOnlyList<AccountVolumes> Volumes(string account) => snapshot.FindAccount(_ledger, account)?.Volumes ?? [];
}
