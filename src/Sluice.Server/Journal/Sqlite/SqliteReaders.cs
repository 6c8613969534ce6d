using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>
/// The threads that read, each over a connection of its own. Each read sees the newest commit; a read that comes while all are at
/// work waits.
/// </summary>
internal sealed class SqliteReaders : IAsyncDisposable
{
    /// <summary>Most reads that wait for a thread.</summary>
    private const int WaitingMax = 16_384;

    private const int ReadersMax = 4;

    private readonly BlockingCollection<PendingRead> _waiting = new(WaitingMax);
    private readonly string _path;
    private readonly Task _ended;

    /// <param name="path">The database's file.</param>
    public SqliteReaders(string path)
    {
        _path = path;
        _ended = OwnThread.Start(ReadersMax, "sqlite-reader", Run);
    }

    /// <summary>Reads on one of the threads.</summary>
    /// <param name="read">The statements.</param>
    /// <param name="cancellationToken">Ends the wait; the read happens nevertheless.</param>
    /// <exception cref="JournalUnavailableException">The database did not answer, too many reads wait, or the store is closed.</exception>
    public Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        var pending = new PendingRead<T>(read);
        try
        {
            return _waiting.TryAdd(pending)
                ? pending.Completion.WaitAsync(cancellationToken)
                : Task.FromException<T>(new JournalUnavailableException($"{WaitingMax} reads wait for the store; it takes no more"));
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(SqliteStore.Closed());
        }
    }

    /// <summary>Reads what waits, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _ended;
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's edge: whatever failed, its caller is told and the next read is made.")]
    private void Run()
    {
        SqliteSession? session = null;
        while (_waiting.TryTake(out var read, Timeout.Infinite))
        {
            try
            {
                session ??= SqliteSession.OpenReader(_path);
                read.Execute(session);
            }
            catch (Exception exception)
            {
                read.Fail(exception is SqliteException
                    ? new JournalUnavailableException($"the store could not be read: {exception.Message}", exception)
                    : exception);

                // It may have stopped halfway through a statement or a transaction.
                Close(ref session);
            }
        }

        Close(ref session);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A session that cannot even be closed is given up; it only read.")]
    private static void Close(ref SqliteSession? session)
    {
        try
        {
            session?.Dispose();
        }
        catch (Exception)
        {
            // The thread goes on: it is one of few, and what it threw would end the process.
        }

        session = null;
    }

    /// <summary>A read that waits for a thread.</summary>
    private abstract class PendingRead
    {
        /// <summary>Reads, and tells the caller what came of it.</summary>
        public abstract void Execute(SqliteSession session);

        /// <summary>Tells the caller that it failed.</summary>
        public abstract void Fail(Exception exception);
    }

    private sealed class PendingRead<T>(Func<SqliteSession, T> read) : PendingRead
    {
        // The caller's continuation must not run on a reader's thread.
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Completion => _completion.Task;

        public override void Execute(SqliteSession session) => _completion.SetResult(read(session));

        public override void Fail(Exception exception) => _completion.SetException(exception);
    }
}
