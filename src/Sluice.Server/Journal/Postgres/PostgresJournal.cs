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

    public Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken) =>
        store.ReadRecordsAsync(instance, cancellationToken);

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
