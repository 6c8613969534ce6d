using Microsoft.Extensions.Logging;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>
/// The embedded store: one database in a directory that this process alone holds, one writer, a few readers. The journal, the
/// workflows and the lists are views of it.
/// </summary>
internal sealed class SqliteStore : IAsyncDisposable
{
    private readonly DataDirectory _directory;

    private SqliteStore(DataDirectory directory, SqliteSession session, ILogger logger)
    {
        _directory = directory;
        PartitionCount = (int)session.Prepare("SELECT partition_count FROM settings").ReadInt64()!;
        Writer = new SqliteWriter(session, logger);
        Readers = new SqliteReaders(directory.DatabasePath);
    }

    public int PartitionCount { get; }

    public SqliteWriter Writer { get; }

    public SqliteReaders Readers { get; }

    /// <summary>Opens the store of a directory, creating or migrating it as needed.</summary>
    /// <exception cref="DataDirectoryInUseException">Another process has it.</exception>
    /// <exception cref="InvalidOperationException">It could not be migrated to this version.</exception>
    public static SqliteStore Open(SqliteOptions options, ILogger<SqliteStore> logger)
    {
        var directory = DataDirectory.Lock(options.DataDirectory);
        SqliteSession? session = null;
        try
        {
            session = SqliteSession.OpenWriter(directory.DatabasePath);
            SqliteMigrations.Apply(session.Connection);
            return new SqliteStore(directory, session, logger);
        }
        catch
        {
            session?.Dispose();
            directory.Dispose();
            throw;
        }
    }

    /// <summary>The answer to calls that come after the end.</summary>
    public static JournalUnavailableException Closed() =>
        new("the store is closed", new ObjectDisposedException(nameof(SqliteStore)));

    /// <summary>Commits what waits, copies the log into the database, and leaves the directory to others.</summary>
    public async ValueTask DisposeAsync()
    {
        await Readers.DisposeAsync();
        await Writer.DisposeAsync();
        _directory.Dispose();
    }
}
