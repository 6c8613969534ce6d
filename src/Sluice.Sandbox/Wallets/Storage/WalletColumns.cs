using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Wallets.Model;

namespace Sluice.Sandbox.Wallets.Storage;

/// <summary>The columns each row is read from, in order.</summary>
internal static class WalletColumns
{
    public const string Wallet = "sequence, id, name, metadata, created_at";

    public const string Balance = "sequence, wallet_id, name, expires_at, priority";

    public const string Hold =
        "sequence, id, wallet_id, asset, original_amount, destination, description, metadata, transaction_id";

    public static WalletRow ReadWallet(SqliteDataReader row) => new(
        row.GetInt64(0),
        new WalletId(Guid.Parse(row.GetString(1))),
        row.GetString(2),
        MetadataMap.Read(row.GetString(3)),
        Instant.Parse(row.GetString(4)));

    public static BalanceRow ReadBalance(SqliteDataReader row) => new(
        row.GetInt64(0),
        new WalletId(Guid.Parse(row.GetString(1))),
        row.GetString(2),
        row.IsDBNull(3) ? null : Instant.Parse(row.GetString(3)),
        row.GetInt64(4));

    public static HoldRow ReadHold(SqliteDataReader row) => new(
        row.GetInt64(0),
        new HoldId(Guid.Parse(row.GetString(1))),
        new WalletId(Guid.Parse(row.GetString(2))),
        row.GetString(3),
        LedgerColumns.ReadInteger(row.GetString(4)),
        Subject.Read(JsonElement.Parse(row.GetString(5)), "destination"),
        row.GetString(6),
        MetadataMap.Read(row.GetString(7)),
        row.GetInt64(8));
}
