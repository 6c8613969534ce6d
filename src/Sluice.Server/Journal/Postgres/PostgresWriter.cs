using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// The store's only writer: it takes whatever waits, makes that one transaction, and answers once it is committed. What arrives
/// meanwhile is the next transaction, so the more there is to do, the less each write pays for its round trip and its flush.
/// </summary>
internal sealed partial class PostgresWriter : IAsyncDisposable
{
    /// <summary>Most places in its queue; see <see cref="PendingWrite.Places"/>.</summary>
    private const int WaitingMax = 16_384;

    private readonly BlockingCollection<PendingWrite> _waiting = [];
    private readonly NpgsqlDataSource _connections;
    private readonly string _name;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _ended;
    private NpgsqlConnection? _connection;
    private int _waitingPlaces;
    private volatile string? _fault;
    private long _faultAt;

    /// <param name="connections">Where its connection comes from.</param>
    /// <param name="name">What its sessions are called in the database; no other writer's are called so.</param>
    /// <param name="clock">Says how long ago a fault was.</param>
    /// <param name="logger">Hears when commits begin to fail and when they succeed again.</param>
    public PostgresWriter(NpgsqlDataSource connections, string name, TimeProvider clock, ILogger logger)
    {
        _connections = connections;
        _name = name;
        _clock = clock;
        _logger = logger;
        _ended = OwnThread.Start("postgres-writer", Run);
    }

    /// <summary>Why its last transaction failed, when that was not longer ago than this; null otherwise.</summary>
    public string? FaultWithin(TimeSpan past) =>
        _fault is { } fault && _clock.GetElapsedTime(Interlocked.Read(ref _faultAt)) <= past ? fault : null;

    /// <summary>Queues a write; it is durable when the task completes.</summary>
    /// <param name="write">The write.</param>
    /// <param name="cancellationToken">Ends the wait. A write that is queued happens nevertheless.</param>
    /// <exception cref="JournalFullException">Too much waits already.</exception>
    /// <exception cref="JournalUnavailableException">The transaction failed or is uncertain, or the store is closed.</exception>
    public Task<T> WriteAsync<T>(PendingWrite<T> write, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        if (Interlocked.Add(ref _waitingPlaces, write.Places) > WaitingMax)
        {
            Interlocked.Add(ref _waitingPlaces, -write.Places);
            return Task.FromException<T>(new JournalFullException(WaitingMax));
        }

        try
        {
            _waiting.Add(write, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(PostgresStore.Closed());
        }

        return write.Completion.WaitAsync(cancellationToken);
    }

    /// <summary>Commits what waits, takes no more, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _ended;
    }

    private void Run()
    {
        PendingWrite? next = null;
        while (next is not null || _waiting.TryTake(out next, Timeout.Infinite))
        {
            if (next is PendingTakeover takeover)
            {
                next = null;
                Interlocked.Add(ref _waitingPlaces, -takeover.Places);
                Try(connection => takeover.Complete(TakeEpoch(connection, takeover.Partition)), takeover.Fail);
                continue;
            }

            var batch = new AppendBatch();
            while (next is not null && batch.TryAdd(next))
            {
                Interlocked.Add(ref _waitingPlaces, -next.Places);
                _waiting.TryTake(out next);
            }

            Try(batch.Commit, batch.Fail);
        }

        Close();
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's edge: whatever failed, its callers are told and the next transaction is tried.")]
    private void Try(Action<NpgsqlConnection> write, Action<JournalUnavailableException> fail)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            _connection ??= Open();
            write(_connection);
        }
        catch (Exception exception)
        {
            JournalMetrics.OnFailed(Stopwatch.GetElapsedTime(began));
            if (_fault is null)
            {
                LogFailed(exception);
            }

            var failure = new JournalUnavailableException($"the database did not commit: {exception.Message}", exception);
            Interlocked.Exchange(ref _faultAt, _clock.GetTimestamp());
            _fault = failure.Message;

            // An error that the server told has rolled the transaction back; after any other one the connection is lost.
            if (_connection?.FullState != ConnectionState.Open)
            {
                Close();
            }

            fail(failure);
            return;
        }

        if (_fault is not null)
        {
            _fault = null;
            LogRecovered();
        }
    }

    // A session that was lost may be at work still, and commit later, as long as a statement may take. It is ended before anything
    // else is written, so that it holds no lock. Whoever reads meanwhile may not see yet what will have become of it.
    private NpgsqlConnection Open() => PostgresConnections.OpenByIndex(
        _connections,
        new NpgsqlBatchCommand("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = _name } },
        },
        new NpgsqlBatchCommand("SELECT set_config('application_name', $1, false)")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = _name } },
        },
        new NpgsqlBatchCommand("SET work_mem = '64MB'"),
        new NpgsqlBatchCommand("SET synchronous_commit = on"));

    private long TakeEpoch(NpgsqlConnection connection, int partition)
    {
        try
        {
            return IncrementEpoch(connection, partition);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // The old owner's process may have been stopped in the middle of a transaction.
            LogEndedHolders(partition);
            PartitionLocks.EndHolders(connection, partition);
            return IncrementEpoch(connection, partition);
        }
    }

    private static long IncrementEpoch(NpgsqlConnection connection, int partition)
    {
        var began = Stopwatch.GetTimestamp();
        using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('lock_timeout', '1s', true)"));
        batch.BatchCommands.Add(PartitionLocks.Take([partition]));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE partitions SET epoch = epoch + 1 WHERE partition = $1 RETURNING epoch")
        {
            Parameters = { new NpgsqlParameter<short> { TypedValue = (short)partition } },
        });
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.NextResult();
        reader.Read();
        var epoch = reader.GetInt64(0);

        // The transaction is over when the results are.
        reader.NextResult();
        JournalMetrics.OnCommitted(Stopwatch.GetElapsedTime(began), writes: 1);
        return epoch;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A connection that cannot even be closed is given up.")]
    private void Close()
    {
        var connection = Interlocked.Exchange(ref _connection, null);
        try
        {
            connection?.Dispose();
        }
        catch (Exception exception)
        {
            LogCloseFailed(exception);
        }
    }
}
