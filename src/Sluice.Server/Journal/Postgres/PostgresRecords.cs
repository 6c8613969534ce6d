using System.Collections.Concurrent;
using System.Data;
using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Sluice.Engine.Instances;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// Reads the records of instances. Those that are asked for while all its queries are out are read together by the next one, so
/// that a crowd which wakes at once does not pay a round trip each; one that comes alone does not wait.
/// </summary>
internal sealed class PostgresRecords : IAsyncDisposable
{
    /// <summary>Most reads that wait for their query.</summary>
    private const int WaitingMax = 16_384;

    /// <summary>Most queries out at a time, a thread for each.</summary>
    private const int QueriesMax = 4;

    /// <summary>Most instances of one query: enough to share its cost, few enough that large ones do not hold up many.</summary>
    private const int InstancesMax = 16;

    // One statement, so that the records and the last sequence are those of the same commit; each instance has a row even when it has
    // no record.
    private const string Sql =
        """
        SELECT wanted.id, i.sequence, j.position, j.sequence, j.at, j.kind, j.payload
        FROM unnest($1) AS wanted (id) LEFT JOIN instances i ON i.id = wanted.id LEFT JOIN journal j ON j.instance = wanted.id
        """;

    /// <summary>How long a thread without work keeps its connection before the pool has it back.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<PendingRead> _waiting = new(WaitingMax);
    private readonly NpgsqlDataSource _connections;
    private readonly Task _ended;

    public PostgresRecords(NpgsqlDataSource connections)
    {
        _connections = connections;
        _ended = OwnThread.Start(QueriesMax, "postgres-reader", Run);
    }

    /// <summary>Reads every record of an instance, in order; see <see cref="IJournal.ReadAsync"/>.</summary>
    /// <exception cref="JournalDamagedException">A record is missing.</exception>
    /// <exception cref="JournalUnavailableException">Too many reads wait, or the store is closed.</exception>
    /// <exception cref="NpgsqlException">The database did not answer.</exception>
    public Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        var read = new PendingRead(instance);
        try
        {
            return _waiting.TryAdd(read)
                ? read.Completion.WaitAsync(cancellationToken)
                : throw new JournalUnavailableException($"{WaitingMax} reads wait for the database; it takes no more");
        }
        catch (InvalidOperationException)
        {
            throw PostgresStore.Closed();
        }
    }

    /// <summary>Reads what waits, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.CompleteAdding();
        await _ended;
    }

    private void Run()
    {
        NpgsqlConnection? connection = null;
        while (!_waiting.IsCompleted)
        {
            if (_waiting.TryTake(out var first, connection is null ? Timeout.InfiniteTimeSpan : KeptFor))
            {
                var reads = new List<PendingRead>(InstancesMax) { first };
                while (reads.Count < InstancesMax && _waiting.TryTake(out var another))
                {
                    reads.Add(another);
                }

                Answer(reads, ref connection);
            }
            else
            {
                GiveBack(ref connection);
            }
        }

        GiveBack(ref connection);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's edge: whatever failed, its callers are told and the next query is tried.")]
    private void Answer(List<PendingRead> reads, ref NpgsqlConnection? connection)
    {
        ILookup<Guid, Row> rows;
        try
        {
            connection ??= PostgresConnections.OpenByIndex(_connections);
            rows = Query(connection, [.. reads.Select(read => read.Instance.Value).Distinct()]).ToLookup(row => row.Instance);
        }
        catch (Exception exception)
        {
            if (connection?.FullState != ConnectionState.Open)
            {
                GiveBack(ref connection);
            }

            reads.ForEach(read => read.Fail(exception));
            return;
        }

        reads.ForEach(read => read.Complete(rows[read.Instance.Value]));
    }

    private static List<Row> Query(NpgsqlConnection connection, Guid[] wanted)
    {
        using var command = new NpgsqlCommand(Sql, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = wanted });
        using var reader = command.ExecuteReader();
        var rows = new List<Row>();
        while (reader.Read())
        {
            rows.Add(Row.Of(reader));
        }

        return rows;
    }

    [SuppressMessage("Design", "CA1031", Justification = "A connection that cannot even be closed is given up; only reads went over it.")]
    private static void GiveBack(ref NpgsqlConnection? connection)
    {
        try
        {
            connection?.Dispose();
        }
        catch (Exception)
        {
            // The thread goes on: it is one of few, and what it threw would end the process.
        }

        connection = null;
    }

    /// <summary>A record as it is stored, or the one row of an instance that has none.</summary>
    private readonly record struct Row(
        Guid Instance, int Last, long Position, int Sequence, DateTimeOffset At, string? Kind, string? Payload)
    {
        public static Row Of(NpgsqlDataReader row) =>
            row.IsDBNull(2)
                ? new Row(row.GetGuid(0), LastOf(row), 0, 0, default, null, null)
                : new Row(row.GetGuid(0), LastOf(row), row.GetInt64(2), row.GetInt32(3), row.GetTime(4), row.GetString(5), row.GetString(6));

        private static int LastOf(NpgsqlDataReader row) => row.IsDBNull(1) ? 0 : row.GetInt32(1);
    }

    /// <summary>A read that waits for its query.</summary>
    private sealed class PendingRead(InstanceId instance)
    {
        // The caller's continuation must not run in the loop of the queries.
        private readonly TaskCompletionSource<IReadOnlyList<JournalRecord>> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public InstanceId Instance => instance;

        public Task<IReadOnlyList<JournalRecord>> Completion => _completion.Task;

        public void Fail(Exception exception) => _completion.SetException(exception);

        /// <summary>Answers with the instance's rows; what is wrong with them is told to this caller alone.</summary>
        [SuppressMessage("Design", "CA1031", Justification = "Whatever is wrong with a record is for its reader to know.")]
        public void Complete(IEnumerable<Row> rows)
        {
            try
            {
                var last = 0;
                var records = new List<JournalRecord>();
                foreach (var row in rows.OrderBy(row => row.Sequence))
                {
                    last = row.Last;
                    if (row.Payload is { } payload)
                    {
                        records.Add(new JournalRecord(row.Position, instance, row.Sequence, row.At, row.Kind!, TextColumn.Decode(payload)));
                    }
                }

                InstanceRecords.CheckComplete(instance, records, last);
                _completion.SetResult(records);
            }
            catch (Exception exception)
            {
                _completion.SetException(exception);
            }
        }
    }
}
