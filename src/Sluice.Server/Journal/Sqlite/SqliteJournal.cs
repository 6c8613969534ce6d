using Sluice.Engine.Instances;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>The journal in SQLite.</summary>
internal sealed class SqliteJournal(SqliteStore store) : IJournal
{
    public int PartitionCount => store.PartitionCount;

    public Task<long> TakeEpochAsync(int partition, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        return store.Writer.WriteAsync(0, session => SqliteAppends.TakeEpoch(session, partition), cancellationToken);
    }

    public Task<long> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        CheckPartition(append.Partition);
        return store.Writer.WriteAsync(
            append.Record.Payload.Length + (append.Occurrence?.Event.Length ?? 0), session => SqliteAppends.Append(session, append), cancellationToken);
    }

    public Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<JournalRecord>>(session => Read(session, instance), cancellationToken);

    public Task<IReadOnlyList<Wake>> ReadWakesAsync(
        int partition, Wake? after, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        return store.Readers.ReadAsync<IReadOnlyList<Wake>>(
            session => ReadWakes(session, partition, after, until, limit), cancellationToken);
    }

    public Task<IReadOnlyList<JournalRecord>> TailAsync(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        return store.Readers.ReadAsync<IReadOnlyList<JournalRecord>>(
            session => Tail(session, partition, after, limit), cancellationToken);
    }

    private static List<JournalRecord> Read(SqliteSession session, InstanceId instance)
    {
        // One statement, so that the records and the last sequence are those of the same commit; there is a row even when there is no
        // record.
        var statement = session.Prepare(
            """
            SELECT j.position, ?1, j.sequence, j.at, j.kind, j.payload, i.sequence
            FROM (SELECT 1) LEFT JOIN instances i ON i.id = ?1 LEFT JOIN journal j ON j.instance = ?1
            ORDER BY j.sequence
            """).Bind(1, instance.Value);
        var (records, last) = (new List<JournalRecord>(), 0L);
        while (statement.Step())
        {
            last = statement.IsNull(6) ? 0 : statement.GetInt64(6);
            if (!statement.IsNull(0))
            {
                records.Add(Record(statement));
            }
        }

        InstanceRecords.CheckComplete(instance, records, last);
        return records;
    }

    private static List<Wake> ReadWakes(SqliteSession session, int partition, Wake? after, DateTimeOffset until, int limit)
    {
        var statement = session.Prepare(
            """
            SELECT wake_at, id FROM instances
            WHERE partition = ?1 AND (wake_at, id) > (?2, ?3) AND wake_at <= ?4
            ORDER BY wake_at, id LIMIT ?5
            """)
            .Bind(1, partition)
            .Bind(2, after?.At ?? DateTimeOffset.MinValue)
            .Bind(3, after?.Instance.Value ?? Guid.Empty)
            .Bind(4, until)
            .Bind(5, limit);
        var wakes = new List<Wake>();
        while (statement.Step())
        {
            wakes.Add(new Wake(statement.GetTime(0), new InstanceId(statement.GetGuid(1))));
        }

        return wakes;
    }

    private static List<JournalRecord> Tail(SqliteSession session, int partition, long after, int limit) =>
        ReadRecords(session.Prepare(
            """
            SELECT position, instance, sequence, at, kind, payload FROM journal
            WHERE partition = ?1 AND position > ?2 ORDER BY position LIMIT ?3
            """)
            .Bind(1, partition)
            .Bind(2, after)
            .Bind(3, limit));

    private static List<JournalRecord> ReadRecords(SqliteStatement statement)
    {
        var records = new List<JournalRecord>();
        while (statement.Step())
        {
            records.Add(Record(statement));
        }

        return records;
    }

    private static JournalRecord Record(SqliteStatement statement) => new(
        statement.GetInt64(0),
        new InstanceId(statement.GetGuid(1)),
        statement.GetInt64(2),
        statement.GetTime(3),
        statement.GetString(4),
        statement.GetString(5));

    private void CheckPartition(int partition)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, PartitionCount);
    }
}
