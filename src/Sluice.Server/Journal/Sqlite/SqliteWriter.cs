using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>
/// The store's only writer: it takes whatever waits, makes that one transaction, and answers once it is on the disk. What
/// arrives meanwhile is the next transaction, so the more there is to do, the less each write pays for its flush.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    /// <summary>Most places in the queue. A write takes one, and one more for each 16 Ki characters, so 256 Mi of those may wait.</summary>
    private const int WaitingMax = 16_384;

    /// <summary>Most places in one transaction, which bounds how long the last to come in waits for the first.</summary>
    private const int TransactionMax = 1_024;

    private const int CharsPerPlace = 16 * 1024;

    private readonly SqliteSession _session;
    private readonly ILogger _logger;
    private readonly object _gate = new();
    private readonly Queue<PendingWrite> _waiting = new();
    private readonly List<PendingWrite> _transaction = [];
    private readonly Task _ended;
    private int _waitingPlaces;
    private bool _closing;
    private bool _failing;

    /// <param name="session">The connection that writes; the writer closes it.</param>
    /// <param name="logger">Hears when commits begin to fail and when they succeed again.</param>
    public SqliteWriter(SqliteSession session, ILogger logger)
    {
        _session = session;
        _logger = logger;
        _ended = OwnThread.Start("sqlite-writer", Run);
    }

    /// <summary>Queues a write; it is durable when the task completes.</summary>
    /// <param name="payloadChars">How long the text is that it writes.</param>
    /// <param name="write">The statements; see <see cref="PendingWrite{T}"/> for how it may fail.</param>
    /// <param name="cancellationToken">Ends the wait. A write that is queued happens nevertheless.</param>
    /// <exception cref="JournalFullException">Too much waits already.</exception>
    /// <exception cref="JournalUnavailableException">The transaction failed, or the store is closed.</exception>
    public Task<T> WriteAsync<T>(int payloadChars, Func<SqliteSession, T> write, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var pending = new PendingWrite<T>(1 + (payloadChars / CharsPerPlace), write);
        lock (_gate)
        {
            if (_closing)
            {
                return Task.FromException<T>(SqliteStore.Closed());
            }

            if (_waitingPlaces + pending.Places > WaitingMax)
            {
                return Task.FromException<T>(new JournalFullException(WaitingMax));
            }

            _waiting.Enqueue(pending);
            _waitingPlaces += pending.Places;
            Monitor.Pulse(_gate);
        }

        return pending.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Commits what waits, takes no more, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }

        await _ended;
    }

    private void Run()
    {
        while (TakeWaiting())
        {
            Commit();
            _transaction.Clear();
        }

        Close();
    }

    private bool TakeWaiting()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_closing)
                {
                    return false;
                }

                Monitor.Wait(_gate);
            }

            var places = 0;
            while (_waiting.TryPeek(out var next) && (places == 0 || places + next.Places <= TransactionMax))
            {
                places += next.Places;
                _transaction.Add(_waiting.Dequeue());
            }

            _waitingPlaces -= places;
            return true;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's edge: whatever failed, its callers are told and the next transaction is tried.")]
    private void Commit()
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            _session.Prepare("BEGIN IMMEDIATE").Run();
            foreach (var write in _transaction)
            {
                write.Execute(_session);
            }

            _session.Prepare("COMMIT").Run();
        }
        catch (Exception exception)
        {
            JournalMetrics.OnFailed(Stopwatch.GetElapsedTime(began));
            Fail(exception);
            return;
        }

        JournalMetrics.OnCommitted(Stopwatch.GetElapsedTime(began), _transaction.Count);

        if (_failing)
        {
            _failing = false;
            LogRecovered();
        }

        foreach (var write in _transaction)
        {
            write.Complete();
        }
    }

    private void Fail(Exception exception)
    {
        if (!_failing)
        {
            _failing = true;
            LogFailed(exception);
        }

        RollBack();
        var failure = new JournalUnavailableException($"the store could not commit: {exception.Message}", exception);
        foreach (var write in _transaction)
        {
            write.Fail(failure);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The callers are told of the failure that came first; the next BEGIN meets this one again.")]
    private void RollBack()
    {
        try
        {
            if (_session.InTransaction)
            {
                _session.Prepare("ROLLBACK").Run();
            }
        }
        catch (Exception exception)
        {
            LogRollBackFailed(exception);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Nothing is lost: the next start recovers from the log what was not copied.")]
    private void Close()
    {
        try
        {
            _session.Pragma("wal_checkpoint(TRUNCATE)");
        }
        catch (Exception exception)
        {
            LogCheckpointFailed(exception);
        }
        finally
        {
            _session.Dispose();
        }
    }
}
