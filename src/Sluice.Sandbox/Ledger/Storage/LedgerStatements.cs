using Microsoft.Data.Sqlite;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>Every statement the writer runs, prepared on its connection.</summary>
internal sealed class LedgerStatements(SqliteConnection connection) : IDisposable
{
    public Statement Begin { get; } = new(connection, "BEGIN IMMEDIATE");

    public Statement Commit { get; } = new(connection, "COMMIT");

    public Statement Rollback { get; } = new(connection, "ROLLBACK");

    public Statement Savepoint { get; } = new(connection, "SAVEPOINT attempt");

    public Statement RollbackToSavepoint { get; } = new(connection, "ROLLBACK TO attempt");

    public Statement ReleaseSavepoint { get; } = new(connection, "RELEASE attempt");

    public Statement FindLedger { get; } = new(connection, $"SELECT {LedgerColumns.Ledger} FROM ledgers WHERE name = $1", 1);

    public Statement InsertLedger { get; } = new(
        connection, "INSERT INTO ledgers (name, bucket, added_at, metadata, features) VALUES ($1, $2, $3, $4, $5)", 5);

    public Statement UpdateLedgerMetadata { get; } = new(connection, "UPDATE ledgers SET metadata = $2 WHERE id = $1", 2);

    public Statement FindVolumes { get; } = new(
        connection, $"SELECT {LedgerColumns.Volumes} FROM volumes WHERE ledger_id = $1 AND address = $2 AND asset = $3", 3);

    public Statement PutVolumes { get; } = new(
        connection,
        """
        INSERT INTO volumes (ledger_id, address, asset, input, output) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (ledger_id, address, asset) DO UPDATE SET input = $4, output = $5
        """,
        5);

    public Statement FindAccount { get; } = new(
        connection, $"SELECT {LedgerColumns.Account} FROM accounts WHERE ledger_id = $1 AND address = $2", 2);

    public Statement PutAccount { get; } = new(
        connection,
        """
        INSERT INTO accounts (ledger_id, address, metadata, first_usage, inserted_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (ledger_id, address) DO UPDATE SET metadata = $3, first_usage = $4, updated_at = $6
        """,
        6);

    public Statement LastTransactionId { get; } = new(connection, "SELECT max(id) FROM transactions WHERE ledger_id = $1", 1);

    public Statement FindReference { get; } = new(
        connection, "SELECT 1 FROM transactions WHERE ledger_id = $1 AND reference = $2", 2);

    public Statement FindTransaction { get; } = new(
        connection, $"SELECT {LedgerColumns.Transaction} FROM transactions WHERE ledger_id = $1 AND id = $2", 2);

    public Statement InsertTransaction { get; } = new(
        connection,
        $"INSERT INTO transactions (ledger_id, {LedgerColumns.Transaction}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        10);

    public Statement UpdateTransaction { get; } = new(
        connection,
        "UPDATE transactions SET updated_at = $3, reverted_at = $4, metadata = $5 WHERE ledger_id = $1 AND id = $2",
        5);

    public Statement FindKey { get; } = new(
        connection, "SELECT request_hash, response FROM idempotency_keys WHERE ledger_id = $1 AND key = $2", 2);

    public Statement InsertKey { get; } = new(
        connection, "INSERT INTO idempotency_keys (ledger_id, key, request_hash, response) VALUES ($1, $2, $3, $4)", 4);

    public Statement InsertSigningKey { get; } = new(
        connection, "INSERT INTO signing_keys (private_key, created_at) VALUES ($1, $2)", 2);

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[
            Begin, Commit, Rollback, Savepoint, RollbackToSavepoint, ReleaseSavepoint, FindLedger, InsertLedger, UpdateLedgerMetadata,
            FindVolumes, PutVolumes, FindAccount, PutAccount, LastTransactionId, FindReference, FindTransaction, InsertTransaction,
            UpdateTransaction, FindKey, InsertKey, InsertSigningKey])
        {
            statement.Dispose();
        }
    }
}
