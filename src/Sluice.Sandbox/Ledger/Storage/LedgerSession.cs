using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>
/// The writer's view of the database: one SQLite transaction after another, each serving many commands. Rows that many
/// commands of a batch touch (volumes, accounts, the next id) are read once and written once, at the flush.
/// </summary>
internal sealed class LedgerSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly LedgerStatements _sql;
    private readonly Dictionary<Type, IDisposable> _opened = [];
    private readonly Dictionary<string, LedgerRow?> _ledgers = new(StringComparer.Ordinal);
    private readonly Dictionary<long, long> _lastTransactionIds = [];
    private readonly Dictionary<(long Ledger, string Address), Tracked<AccountRow?>> _accounts = [];
    private readonly Dictionary<(long Ledger, string Address, string Asset), Tracked<Volumes>> _volumes = [];

    public LedgerSession(SqliteConnection connection)
    {
        _connection = connection;
        _sql = new LedgerStatements(connection);
    }

    /// <summary>
    /// What another service keeps in the same file, opened once on this connection: it is committed and undone together with the
    /// ledger.
    /// </summary>
    public T Open<T>(Func<SqliteConnection, T> open)
        where T : class, IDisposable
    {
        if (!_opened.TryGetValue(typeof(T), out var opened))
        {
            opened = open(_connection);
            _opened[typeof(T)] = opened;
        }

        return (T)opened;
    }

    public void Begin() => _sql.Begin.Execute();

    public void Commit()
    {
        Flush();
        _sql.Commit.Execute();
    }

    /// <summary>Undoes the batch, also when SQLite has already done so itself.</summary>
    public void Rollback()
    {
        Forget();
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            _sql.Rollback.Execute();
        }
    }

    /// <summary>Runs <paramref name="action"/> and then undoes it when it throws or <paramref name="keep"/> is false.</summary>
    public T Attempt<T>(Func<T> action, bool keep)
    {
        Flush();
        _sql.Savepoint.Execute();
        var kept = false;
        try
        {
            var result = action();
            kept = keep;
            return result;
        }
        finally
        {
            if (!kept)
            {
                Forget();
                _sql.RollbackToSavepoint.Execute();
            }

            _sql.ReleaseSavepoint.Execute();
        }
    }

    public LedgerRow? FindLedger(string name)
    {
        if (!_ledgers.TryGetValue(name, out var ledger))
        {
            using var row = _sql.FindLedger.Query(name);
            ledger = row.Read() ? LedgerColumns.ReadLedger(row) : null;
            _ledgers[name] = ledger;
        }

        return ledger;
    }

    public LedgerRow InsertLedger(string name, string bucket, DateTimeOffset addedAt, Metadata metadata, Metadata features)
    {
        _sql.InsertLedger.Execute(name, bucket, Instant.Format(addedAt), MetadataMap.Write(metadata), MetadataMap.Write(features));
        _ledgers.Remove(name);
        return FindLedger(name)!;
    }

    public void UpdateLedgerMetadata(LedgerRow ledger, Metadata metadata)
    {
        _sql.UpdateLedgerMetadata.Execute(ledger.Id, MetadataMap.Write(metadata));
        _ledgers[ledger.Name] = ledger with { Metadata = metadata };
    }

    public Volumes GetVolumes(long ledger, string address, string asset)
    {
        var key = (ledger, address, asset);
        if (!_volumes.TryGetValue(key, out var tracked))
        {
            using var row = _sql.FindVolumes.Query(ledger, address, asset);
            tracked = new(row.Read() ? LedgerColumns.ReadAccountVolumes(row).Volumes : default);
            _volumes[key] = tracked;
        }

        return tracked.Value;
    }

    public void SetVolumes(long ledger, string address, string asset, Volumes volumes) =>
        _volumes[(ledger, address, asset)] = new(volumes) { Changed = true };

    public AccountRow? FindAccount(long ledger, string address)
    {
        var key = (ledger, address);
        if (!_accounts.TryGetValue(key, out var tracked))
        {
            using var row = _sql.FindAccount.Query(ledger, address);
            tracked = new(row.Read() ? LedgerColumns.ReadAccount(row) : null);
            _accounts[key] = tracked;
        }

        return tracked.Value;
    }

    public void SetAccount(long ledger, AccountRow account) => _accounts[(ledger, account.Address)] = new(account) { Changed = true };

    /// <summary>The id of the newest transaction, 0 before the first.</summary>
    public long LastTransactionId(long ledger)
    {
        if (!_lastTransactionIds.TryGetValue(ledger, out var id))
        {
            using var row = _sql.LastTransactionId.Query(ledger);
            id = row.Read() && !row.IsDBNull(0) ? row.GetInt64(0) : 0;
            _lastTransactionIds[ledger] = id;
        }

        return id;
    }

    public bool HasReference(long ledger, string reference)
    {
        using var row = _sql.FindReference.Query(ledger, reference);
        return row.Read();
    }

    public TransactionRow? FindTransaction(long ledger, long id)
    {
        using var row = _sql.FindTransaction.Query(ledger, id);
        return row.Read() ? LedgerColumns.ReadTransaction(row) : null;
    }

    public void InsertTransaction(long ledger, TransactionRow transaction)
    {
        _sql.InsertTransaction.Execute(
            ledger,
            transaction.Id,
            transaction.Reference,
            Instant.Format(transaction.Timestamp),
            Instant.Format(transaction.InsertedAt),
            Instant.Format(transaction.UpdatedAt),
            transaction.RevertedAt is { } revertedAt ? Instant.Format(revertedAt) : null,
            LedgerColumns.WritePostings(transaction.Postings),
            MetadataMap.Write(transaction.Metadata),
            LedgerColumns.WriteVolumes(transaction.PostCommitVolumes));
        _lastTransactionIds[ledger] = transaction.Id;
    }

    public void UpdateTransaction(long ledger, TransactionRow transaction) => _sql.UpdateTransaction.Execute(
        ledger,
        transaction.Id,
        Instant.Format(transaction.UpdatedAt),
        transaction.RevertedAt is { } revertedAt ? Instant.Format(revertedAt) : null,
        MetadataMap.Write(transaction.Metadata));

    public (byte[] RequestHash, string Response)? FindKey(long ledger, string key)
    {
        using var row = _sql.FindKey.Query(ledger, key);
        return row.Read() ? (row.GetFieldValue<byte[]>(0), row.GetString(1)) : null;
    }

    public void InsertKey(long ledger, string key, byte[] requestHash, string response) =>
        _sql.InsertKey.Execute(ledger, key, requestHash, response);

    public void InsertSigningKey(byte[] privateKey, string createdAt) => _sql.InsertSigningKey.Execute(privateKey, createdAt);

    public void Dispose()
    {
        foreach (var opened in _opened.Values)
        {
            opened.Dispose();
        }

        _sql.Dispose();
        _connection.Dispose();
    }

    private void Flush()
    {
        foreach (var ((ledger, address), tracked) in _accounts)
        {
            if (tracked is { Changed: true, Value: { } account })
            {
                _sql.PutAccount.Execute(
                    ledger,
                    address,
                    MetadataMap.Write(account.Metadata),
                    Instant.Format(account.FirstUsage),
                    Instant.Format(account.InsertedAt),
                    Instant.Format(account.UpdatedAt));
            }
        }

        foreach (var ((ledger, address, asset), tracked) in _volumes)
        {
            if (tracked.Changed)
            {
                _sql.PutVolumes.Execute(
                    ledger,
                    address,
                    asset,
                    LedgerColumns.WriteInteger(tracked.Value.Input),
                    LedgerColumns.WriteInteger(tracked.Value.Output));
            }
        }

        Forget();
    }

    private void Forget()
    {
        _ledgers.Clear();
        _lastTransactionIds.Clear();
        _accounts.Clear();
        _volumes.Clear();
    }

    private readonly record struct Tracked<T>(T Value)
    {
        public bool Changed { get; init; }
    }
}
