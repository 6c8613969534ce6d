using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Postgres;

/// <summary>The cursors of publishing in PostgreSQL.</summary>
internal sealed class PostgresPublishStore(PostgresStore store) : IPublishStore
{
    // What commits later has a later position than anything that is there, so the last one there is the log's end.
    public async Task<long> OpenCursorAsync(int partition, CancellationToken cancellationToken)
    {
        var end = partition == IPublishStore.FailedOccurrences
            ? "SELECT max(position) FROM occurrences WHERE position IS NOT NULL"
            : "SELECT max(position) FROM journal WHERE partition = $1";
        await store.ExecuteAsync(
            $"INSERT INTO publish_cursors SELECT $1, coalesce(({end}), 0) ON CONFLICT (partition) DO NOTHING",
            [(short)partition],
            cancellationToken);
        var positions = await store.QueryAsync(
            "SELECT position FROM publish_cursors WHERE partition = $1", [(short)partition], row => row.GetInt64(0), cancellationToken);
        return positions.Single();
    }

    public Task AdvanceCursorAsync(int partition, long position, CancellationToken cancellationToken) => store.ExecuteAsync(
        "UPDATE publish_cursors SET position = $2 WHERE partition = $1 AND position < $2",
        [(short)partition, position],
        cancellationToken);

    public async Task<WorkflowId?> FindWorkflowAsync(InstanceId instance, CancellationToken cancellationToken)
    {
        var workflows = await store.QueryAsync(
            "SELECT workflow_id FROM instances WHERE id = $1",
            [instance.Value],
            row => new WorkflowId(row.GetGuid(0)),
            cancellationToken);
        return workflows is [var workflow] ? workflow : null;
    }

    public async Task<IReadOnlyList<(long Position, Occurrence Occurrence)>> ReadFailedAsync(
        long after, int limit, CancellationToken cancellationToken) => await store.QueryAsync(
        """
        SELECT position, id, trigger_id, created_at, event, error FROM occurrences
        WHERE position > $1 ORDER BY position LIMIT $2
        """,
        [after, limit],
        row => (row.GetInt64(0), new Occurrence(
            new OccurrenceId(row.GetGuid(1)),
            new TriggerId(row.GetGuid(2)),
            row.GetTime(3),
            row.GetText(4),
            Instance: null,
            row.GetTextOrNull(5))),
        cancellationToken);

    // Of each log only the first row that waits is read; the others are counted in the index.
    public async Task<PublishLag> ReadLagAsync(CancellationToken cancellationToken)
    {
        var lags = await store.QueryAsync(
            """
            SELECT coalesce(sum(records), 0)::bigint, min(oldest) FROM (
                SELECT (SELECT count(*) FROM (
                            SELECT FROM journal j WHERE j.partition = c.partition AND j.position > c.position LIMIT 100000) AS waiting),
                       (SELECT j.at FROM journal j
                            WHERE j.partition = c.partition AND j.position > c.position ORDER BY j.position LIMIT 1)
                FROM publish_cursors c WHERE c.partition >= 0
                UNION ALL
                SELECT (SELECT count(*) FROM (SELECT FROM occurrences o WHERE o.position > c.position LIMIT 100000) AS waiting),
                       (SELECT o.created_at FROM occurrences o WHERE o.position > c.position ORDER BY o.position LIMIT 1)
                FROM publish_cursors c WHERE c.partition = -1) AS logs (records, oldest)
            """,
            [],
            row => new PublishLag(row.GetInt64(0), row.GetTimeOrNull(1)),
            cancellationToken);
        return lags.Single();
    }
}
