using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>
/// The connections that read. Each read sees the newest commit; a read that comes while all connections are in use waits.
/// Reading blocks its thread for as long as it takes, which is short: everything goes by index.
/// </summary>
internal sealed class SqliteReaders(string path) : IAsyncDisposable
{
    private const int ReadersMax = 4;

    private readonly SemaphoreSlim _places = new(ReadersMax);
    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _closed;

    /// <exception cref="JournalUnavailableException">The database did not answer, or the store is closed.</exception>
    public async Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            return Read(read);
        }
        catch (SqliteException exception)
        {
            throw new JournalUnavailableException($"the store could not be read: {exception.Message}", exception);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits for the reads under way, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _closed = true;
        for (var place = 0; place < ReadersMax; place++)
        {
            await _places.WaitAsync();
        }

        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        // Those that still wait for a place find the store closed.
        _places.Release(ReadersMax);
    }

    private T Read<T>(Func<SqliteSession, T> read)
    {
        if (_closed)
        {
            throw SqliteStore.Closed();
        }

        if (!_idle.TryTake(out var session))
        {
            session = SqliteSession.OpenReader(path);
        }

        try
        {
            var result = read(session);
            _idle.Add(session);
            return result;
        }
        catch
        {
            // It may have stopped halfway through a statement or a transaction.
            session.Dispose();
            throw;
        }
    }
}
