using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Storage;

/// <summary>The writer's view of wallets, on the ledger's connection: one commit has the rows here and the money there.</summary>
internal sealed class WalletTables(SqliteConnection connection) : IDisposable
{
    private readonly Statement _findWallet = new(connection, $"SELECT {WalletColumns.Wallet} FROM wallets WHERE id = $1", 1);

    private readonly Statement _insertWallet = new(
        connection, "INSERT INTO wallets (id, name, metadata, created_at) VALUES ($1, $2, $3, $4)", 4);

    private readonly Statement _updateWallet = new(connection, "UPDATE wallets SET metadata = $2 WHERE id = $1", 2);

    private readonly Statement _findBalance = new(
        connection, $"SELECT {WalletColumns.Balance} FROM wallet_balances WHERE wallet_id = $1 AND name = $2", 2);

    private readonly Statement _findBalances = new(
        connection, $"SELECT {WalletColumns.Balance} FROM wallet_balances WHERE wallet_id = $1", 1);

    private readonly Statement _insertBalance = new(
        connection, "INSERT INTO wallet_balances (wallet_id, name, expires_at, priority) VALUES ($1, $2, $3, $4)", 4);

    private readonly Statement _findHold = new(connection, $"SELECT {WalletColumns.Hold} FROM wallet_holds WHERE id = $1", 1);

    private readonly Statement _insertHold = new(
        connection,
        """
        INSERT INTO wallet_holds (id, wallet_id, asset, original_amount, destination, description, metadata, transaction_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        8);

    /// <summary>The tables of a session, opened with its first wallet command.</summary>
    public static WalletTables Of(LedgerSession session) => session.Open(connection => new WalletTables(connection));

    public WalletRow? FindWallet(WalletId id)
    {
        using var row = _findWallet.Query(id.ToString());
        return row.Read() ? WalletColumns.ReadWallet(row) : null;
    }

    public void InsertWallet(WalletRow wallet) => _insertWallet.Execute(
        wallet.Id.ToString(), wallet.Name, MetadataMap.Write(wallet.Metadata), Instant.Format(wallet.CreatedAt));

    public void UpdateWallet(WalletRow wallet) => _updateWallet.Execute(wallet.Id.ToString(), MetadataMap.Write(wallet.Metadata));

    public BalanceRow? FindBalance(WalletId wallet, string name)
    {
        using var row = _findBalance.Query(wallet.ToString(), name);
        return row.Read() ? WalletColumns.ReadBalance(row) : null;
    }

    public List<BalanceRow> FindBalances(WalletId wallet)
    {
        using var row = _findBalances.Query(wallet.ToString());
        var balances = new List<BalanceRow>();
        while (row.Read())
        {
            balances.Add(WalletColumns.ReadBalance(row));
        }

        return balances;
    }

    public void InsertBalance(BalanceRow balance) => _insertBalance.Execute(
        balance.Wallet.ToString(),
        balance.Name,
        balance.ExpiresAt is { } expiresAt ? Instant.Format(expiresAt) : null,
        balance.Priority);

    public HoldRow? FindHold(HoldId id)
    {
        using var row = _findHold.Query(id.ToString());
        return row.Read() ? WalletColumns.ReadHold(row) : null;
    }

    public void InsertHold(HoldRow hold) => _insertHold.Execute(
        hold.Id.ToString(),
        hold.Wallet.ToString(),
        hold.Asset,
        LedgerColumns.WriteInteger(hold.OriginalAmount),
        WalletsJson.ToText(hold.Destination.Write),
        hold.Description,
        MetadataMap.Write(hold.Metadata),
        hold.TransactionId);

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[
            _findWallet, _insertWallet, _updateWallet, _findBalance, _findBalances, _insertBalance, _findHold, _insertHold])
        {
            statement.Dispose();
        }
    }
}
