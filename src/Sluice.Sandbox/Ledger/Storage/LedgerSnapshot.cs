using System.Globalization;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>One consistent state of the database to read from, whatever is committed meanwhile.</summary>
internal sealed class LedgerSnapshot : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    public LedgerSnapshot(LedgerDatabase database)
    {
        _connection = database.Open();
        _transaction = _connection.BeginTransaction(deferred: true);
    }

    public LedgerRow? FindLedger(string name) =>
        Rows($"SELECT {LedgerColumns.Ledger} FROM ledgers WHERE name = $1", LedgerColumns.ReadLedger, name).FirstOrDefault();

    public TransactionRow? FindTransaction(LedgerRow ledger, long id) => Rows(
        $"SELECT {LedgerColumns.Transaction} FROM transactions WHERE ledger_id = $1 AND id = $2",
        LedgerColumns.ReadTransaction,
        ledger.Id,
        id).FirstOrDefault();

    public AccountView? FindAccount(LedgerRow ledger, string address) => Rows(
        $"SELECT {LedgerColumns.Account} FROM accounts WHERE ledger_id = $1 AND address = $2",
        row => View(ledger, LedgerColumns.ReadAccount(row)),
        ledger.Id,
        address).FirstOrDefault();

    public long CountAccounts(LedgerRow ledger) =>
        Rows("SELECT count(*) FROM accounts WHERE ledger_id = $1", row => row.GetInt64(0), ledger.Id).First();

    /// <summary>Ids have no gaps, so the last one is the count.</summary>
    public long CountTransactions(LedgerRow ledger) =>
        Rows("SELECT coalesce(max(id), 0) FROM transactions WHERE ledger_id = $1", row => row.GetInt64(0), ledger.Id).First();

    public IEnumerable<LedgerRow> Ledgers(PageRequest page) => Rows(
        $"SELECT {LedgerColumns.Ledger} FROM ledgers WHERE {After(page, "id", 1)} ORDER BY id {Order(page)}",
        LedgerColumns.ReadLedger,
        NumberOf(page));

    public IEnumerable<TransactionRow> Transactions(LedgerRow ledger, PageRequest page) => Rows(
        $"SELECT {LedgerColumns.Transaction} FROM transactions WHERE ledger_id = $1 AND {After(page, "id", 2)} ORDER BY id {Order(page)}",
        LedgerColumns.ReadTransaction,
        ledger.Id,
        NumberOf(page));

    public IEnumerable<AccountView> Accounts(LedgerRow ledger, PageRequest page) => Rows(
        $"SELECT {LedgerColumns.Account} FROM accounts WHERE ledger_id = $1 AND {After(page, "address", 2)} ORDER BY address {Order(page)}",
        row => View(ledger, LedgerColumns.ReadAccount(row)),
        ledger.Id,
        page.Bookmark);

    /// <summary>Ordered by address and asset; the bookmark is the two with a blank between them, which neither can contain.</summary>
    public IEnumerable<VolumesView> Volumes(LedgerRow ledger, PageRequest page)
    {
        var bookmark = page.Bookmark?.Split(' ', 2);
        return Rows(
            $"""
            SELECT {LedgerColumns.Volumes} FROM volumes
            WHERE ledger_id = $1 AND ($2 IS NULL OR (address, asset) {(page.ScansDescending ? "<" : ">")} ($2, $3))
            ORDER BY address {Order(page)}, asset {Order(page)}
            """,
            row => View(ledger, LedgerColumns.ReadAccountVolumes(row)),
            ledger.Id,
            bookmark?[0],
            bookmark?[^1]);
    }

    public IEnumerable<VolumesView> Volumes(LedgerRow ledger) => Rows(
        $"SELECT {LedgerColumns.Volumes} FROM volumes WHERE ledger_id = $1 ORDER BY address, asset",
        row => View(ledger, LedgerColumns.ReadAccountVolumes(row)),
        ledger.Id);

    public void Dispose()
    {
        _transaction.Dispose();
        _connection.Dispose();
    }

    private AccountView View(LedgerRow ledger, AccountRow account) => new(account, () =>
    [
        .. Rows(
            $"SELECT {LedgerColumns.Volumes} FROM volumes WHERE ledger_id = $1 AND address = $2 ORDER BY asset",
            LedgerColumns.ReadAccountVolumes,
            ledger.Id,
            account.Address),
    ]);

    private VolumesView View(LedgerRow ledger, AccountVolumes entry) =>
        new(entry, () => FindAccount(ledger, entry.Account)?.Account.Metadata ?? MetadataMap.Empty);

    /// <summary>The rows of a query, made one by one, so that a page stops reading when it is full.</summary>
    public IEnumerable<T> Rows<T>(string sql, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        foreach (var (index, value) in values.Index())
        {
            command.Parameters.AddWithValue("$" + (index + 1).ToString(CultureInfo.InvariantCulture), value ?? DBNull.Value);
        }

        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return read(reader);
        }
    }

    /// <summary>The condition that leaves the rows behind the page's bookmark.</summary>
    public static string After(PageRequest page, string column, int parameter) =>
        page.Bookmark is null ? $"${parameter} IS NULL" : $"{column} {(page.ScansDescending ? "<" : ">")} ${parameter}";

    public static string Order(PageRequest page) => page.ScansDescending ? "DESC" : "ASC";

    /// <summary>The bookmark of a list that is ordered by a number.</summary>
    public static long? NumberOf(PageRequest page) =>
        long.TryParse(page.Bookmark, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
