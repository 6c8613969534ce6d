using System.Reflection;
using DbUp;
using DbUp.Engine;
using Microsoft.Data.Sqlite;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>The SQLite file: where it is, how it is opened and brought up to date.</summary>
internal sealed class LedgerDatabase
{
    private readonly string _connectionString;

    public LedgerDatabase(SandboxOptions options)
    {
        Directory.CreateDirectory(options.DataDirectory);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(options.DataDirectory, "sandbox.db"),
            ForeignKeys = false,
            DefaultTimeout = 30,
        }.ToString();
    }

    /// <summary>Applies the migrations that the file has not seen; running it again changes nothing.</summary>
    /// <exception cref="InvalidOperationException">A migration failed; the message names it.</exception>
    public void Migrate()
    {
        // The file remembers its journal mode, so setting it once before the first table is enough.
        using (var connection = Open())
        {
            Run(connection, "PRAGMA journal_mode = WAL");
        }

        var result = DeployChanges.To
            .SqliteDatabase(_connectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.EndsWith(".sql", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        Require(result);
    }

    /// <summary>A connection from the pool, for reading.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>The writer's connection: a commit on it returns only when the disk has it.</summary>
    public SqliteConnection OpenForWriting()
    {
        // Outside the pool, so that its settings never reach a reader.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(_connectionString) { Pooling = false }.ToString());
        connection.Open();
        Run(connection, "PRAGMA synchronous = FULL");
        Run(connection, "PRAGMA wal_autocheckpoint = 4000");
        return connection;
    }

    /// <summary>Closes the pooled connections, so that the file can be moved or opened by another process.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Require(DatabaseUpgradeResult result)
    {
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} of the sandbox database failed.", result.Error);
        }
    }
}
