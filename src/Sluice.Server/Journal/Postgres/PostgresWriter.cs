using System.Data;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
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

    // Every plan must go by index, whatever the statistics of a young table say; and no plan may be made twice.
    private const string Session =
        """
        SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan;
        SET work_mem = '64MB'; SET synchronous_commit = on
        """;

    private readonly Channel<PendingWrite> _waiting =
        Channel.CreateUnbounded<PendingWrite>(new UnboundedChannelOptions { SingleReader = true });

    private readonly NpgsqlDataSource _connections;
    private readonly string _name;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _running;
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
        _running = Task.Run(RunAsync);
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

        return _waiting.Writer.TryWrite(write)
            ? write.Completion.WaitAsync(cancellationToken)
            : Task.FromException<T>(PostgresStore.Closed());
    }

    /// <summary>Commits what waits, takes no more, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _running;
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            var batch = new AppendBatch();
            var places = 0;
            while (_waiting.Reader.TryPeek(out var next) && batch.TryAdd(next))
            {
                _waiting.Reader.TryRead(out _);
                places += next.Places;
            }

            if (places > 0)
            {
                Interlocked.Add(ref _waitingPlaces, -places);
                await TryAsync(connection => batch.CommitAsync(connection, CancellationToken.None), batch.Fail);
            }
            else if (_waiting.Reader.TryRead(out var write) && write is PendingTakeover takeover)
            {
                Interlocked.Add(ref _waitingPlaces, -takeover.Places);
                await TryAsync(async connection => takeover.Complete(await TakeEpochAsync(connection, takeover.Partition)), takeover.Fail);
            }
        }

        await CloseAsync();
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's edge: whatever failed, its callers are told and the next transaction is tried.")]
    private async Task TryAsync(Func<NpgsqlConnection, Task> write, Action<JournalUnavailableException> fail)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            _connection ??= await OpenAsync();
            await write(_connection);
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
                await CloseAsync();
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
    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await _connections.OpenConnectionAsync();
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE application_name = $1 AND pid <> pg_backend_pid()")
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = _name } },
            });
            batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('application_name', $1, false)")
            {
                Parameters = { new NpgsqlParameter<string> { TypedValue = _name } },
            });
            foreach (var setting in Session.Split(';'))
            {
                batch.BatchCommands.Add(new NpgsqlBatchCommand(setting));
            }

            await batch.ExecuteNonQueryAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task<long> TakeEpochAsync(NpgsqlConnection connection, int partition)
    {
        try
        {
            return await IncrementEpochAsync(connection, partition);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // The old owner's process may have been stopped in the middle of a transaction.
            LogEndedHolders(partition);
            await PartitionLocks.EndHoldersAsync(connection, partition);
            return await IncrementEpochAsync(connection, partition);
        }
    }

    private static async Task<long> IncrementEpochAsync(NpgsqlConnection connection, int partition)
    {
        var began = Stopwatch.GetTimestamp();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('lock_timeout', '1s', true)"));
        batch.BatchCommands.Add(PartitionLocks.Take([partition]));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("UPDATE partitions SET epoch = epoch + 1 WHERE partition = $1 RETURNING epoch")
        {
            Parameters = { new NpgsqlParameter<short> { TypedValue = (short)partition } },
        });
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync();
        await reader.NextResultAsync();
        await reader.ReadAsync();
        var epoch = reader.GetInt64(0);

        // The transaction is over when the results are.
        await reader.NextResultAsync();
        JournalMetrics.OnCommitted(Stopwatch.GetElapsedTime(began), writes: 1);
        return epoch;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A connection that cannot even be closed is given up.")]
    private async Task CloseAsync()
    {
        var connection = Interlocked.Exchange(ref _connection, null);
        try
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
        catch (Exception exception)
        {
            LogCloseFailed(exception);
        }
    }
}
