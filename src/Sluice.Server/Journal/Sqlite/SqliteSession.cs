using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>One connection and the statements prepared on it. Used by one thread at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = [];

    private SqliteSession(string path)
    {
        // Pooling would keep the file open after the store has been closed.
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false };
        _connection = new SqliteConnection(settings.ConnectionString);
        _connection.Open();
    }

    public SqliteConnection Connection => _connection;

    /// <summary>Whether a transaction is open: some errors make SQLite roll it back by itself.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_connection.Handle!) == 0;

    /// <summary>Opens the only connection that writes.</summary>
    public static SqliteSession OpenWriter(string path)
    {
        var session = new SqliteSession(path);
        try
        {
            // Readers never wait for the writer, nor it for them.
            session.Pragma("journal_mode = WAL");

            // Every commit is flushed to the disk before it returns.
            session.Pragma("synchronous = FULL");

            // The log is copied into the database each time it has grown by 16 MiB. Commits wait for that, some 20 ms on the
            // disk it was measured on: for a lone writer that shows in the 99th percentile at 1,000 pages and no longer at
            // 4,000; past that only the wait grows. Copying on a second thread showed no gain and let the log grow threefold.
            session.Pragma("wal_autocheckpoint = 4000");

            // What a burst or a long reader made the log grow to is given back.
            session.Pragma("journal_size_limit = 67108864");

            // The upper levels of the indexes and the recent pages; 32 MiB.
            session.Pragma("cache_size = -32768");

            // Nobody else writes, except an operator at a shell, whom to wait for is worth a moment.
            session.Pragma("busy_timeout = 5000");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Opens a connection that only reads.</summary>
    public static SqliteSession OpenReader(string path)
    {
        var session = new SqliteSession(path);
        try
        {
            session.Pragma("query_only = 1");
            session.Pragma("cache_size = -8192");
            session.Pragma("busy_timeout = 5000");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The statement for a text that is written in our code: each is prepared once and kept.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new SqliteStatement(_connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement;
    }

    public long LastInsertedRow() => raw.sqlite3_last_insert_rowid(_connection.Handle!);

    public void Pragma(string pragma)
    {
        using var statement = new SqliteStatement(_connection.Handle!, $"PRAGMA {pragma}");
        statement.Run();
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
