using Npgsql;
using Sluice.Engine.Instances;

namespace Sluice.Server.Journal.Postgres;

/// <summary>The journal in PostgreSQL.</summary>
internal sealed class PostgresJournal(PostgresStore store) : IJournal
{
    public int PartitionCount => store.PartitionCount;

    public Task<long> TakeEpochAsync(int partition, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        return store.Writer.WriteAsync(new PendingTakeover(partition), cancellationToken);
    }

    public Task<long> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        CheckPartition(append.Partition);
        return store.Writer.WriteAsync(new PendingAppend(append), cancellationToken);
    }

    // One statement, so that the records and the last sequence are those of the same commit; one row even when there is no record.
    public async Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(
            """
            SELECT j.position, j.sequence, j.at, j.kind, j.payload, (SELECT i.sequence FROM instances i WHERE i.id = $1)
            FROM (SELECT) AS one LEFT JOIN journal j ON j.instance = $1
            ORDER BY j.sequence
            """,
            [instance.Value],
            row => (Last: row.IsDBNull(5) ? 0 : row.GetInt32(5), Record: row.IsDBNull(0) ? null : Record(row, instance)),
            cancellationToken);
        var records = rows.Select(row => row.Record).OfType<JournalRecord>().ToList();
        InstanceRecords.CheckComplete(instance, records, rows[0].Last);
        return records;
    }

    public async Task<IReadOnlyList<Wake>> ReadWakesAsync(
        int partition, Wake? after, DateTimeOffset until, int limit, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        return await store.QueryAsync(
            """
            SELECT wake_at, id FROM instances
            WHERE partition = $1 AND (wake_at, id) > ($2, $3) AND wake_at <= $4
            ORDER BY wake_at, id LIMIT $5
            """,
            [(short)partition, after?.At ?? DateTimeOffset.MinValue, after?.Instance.Value ?? Guid.Empty, until, limit],
            row => new Wake(row.GetTime(0), new InstanceId(row.GetGuid(1))),
            cancellationToken);
    }

    public async Task<IReadOnlyList<JournalRecord>> TailAsync(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        CheckPartition(partition);
        return await store.QueryAsync(
            """
            SELECT position, sequence, at, kind, payload, instance FROM journal
            WHERE partition = $1 AND position > $2 ORDER BY position LIMIT $3
            """,
            [(short)partition, after, limit],
            row => Record(row, new InstanceId(row.GetGuid(5))),
            cancellationToken);
    }

    private static JournalRecord Record(NpgsqlDataReader row, InstanceId instance) => new(
        row.GetInt64(0),
        instance,
        row.GetInt32(1),
        row.GetTime(2),
        row.GetString(3),
        row.GetText(4));

    private void CheckPartition(int partition)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(partition);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(partition, PartitionCount);
    }
}
