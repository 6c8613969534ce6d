using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>The cursors of publishing in SQLite.</summary>
internal sealed class SqlitePublishStore(SqliteStore store) : IPublishStore
{
    public Task<long> OpenCursorAsync(int partition, CancellationToken cancellationToken) =>
        store.Writer.WriteAsync(0, session => Open(session, partition), cancellationToken);

    public Task AdvanceCursorAsync(int partition, long position, CancellationToken cancellationToken) => store.Writer.WriteAsync(
        0,
        session => session.Prepare("UPDATE publish_cursors SET position = ?2 WHERE partition = ?1 AND position < ?2")
            .Bind(1, partition)
            .Bind(2, position)
            .Run(),
        cancellationToken);

    public Task<WorkflowId?> FindWorkflowAsync(InstanceId instance, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync(session => FindWorkflow(session, instance), cancellationToken);

    public Task<IReadOnlyList<(long Position, Occurrence Occurrence)>> ReadFailedAsync(
        long after, int limit, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<(long, Occurrence)>>(session => ReadFailed(session, after, limit), cancellationToken);

    public Task<PublishLag> ReadLagAsync(CancellationToken cancellationToken) => store.Readers.ReadAsync(ReadLag, cancellationToken);

    private static long Open(SqliteSession session, int partition)
    {
        var end = partition == IPublishStore.FailedOccurrences
            ? "SELECT max(rowid) FROM occurrences WHERE instance IS NULL"
            : "SELECT max(position) FROM journal WHERE partition = ?1";
        session.Prepare($"INSERT INTO publish_cursors VALUES (?1, ifnull(({end}), 0)) ON CONFLICT (partition) DO NOTHING")
            .Bind(1, partition)
            .Run();
        return session.Prepare("SELECT position FROM publish_cursors WHERE partition = ?1").Bind(1, partition).ReadInt64() ?? 0;
    }

    private static WorkflowId? FindWorkflow(SqliteSession session, InstanceId instance)
    {
        var statement = session.Prepare("SELECT workflow_id FROM instances WHERE id = ?1").Bind(1, instance.Value);
        WorkflowId? workflow = null;
        while (statement.Step())
        {
            workflow = new WorkflowId(statement.GetGuid(0));
        }

        return workflow;
    }

    private static List<(long, Occurrence)> ReadFailed(SqliteSession session, long after, int limit)
    {
        var statement = session.Prepare(
            """
            SELECT rowid, id, trigger_id, created_at, event, error FROM occurrences INDEXED BY occurrences_failed
            WHERE instance IS NULL AND rowid > ?1 ORDER BY rowid LIMIT ?2
            """)
            .Bind(1, after)
            .Bind(2, limit);
        var failed = new List<(long, Occurrence)>();
        while (statement.Step())
        {
            failed.Add((statement.GetInt64(0), new Occurrence(
                new OccurrenceId(statement.GetGuid(1)),
                new TriggerId(statement.GetGuid(2)),
                statement.GetTime(3),
                statement.GetString(4),
                Instance: null,
                statement.GetStringOrNull(5))));
        }

        return failed;
    }

    // Of each log only the first row that waits is read; the others are counted in the index.
    private static PublishLag ReadLag(SqliteSession session)
    {
        var statement = session.Prepare(
            """
            SELECT count, oldest FROM (
                SELECT (SELECT count(*) FROM (
                            SELECT 1 FROM journal j WHERE j.partition = c.partition AND j.position > c.position LIMIT 100000)) AS count,
                       (SELECT j.at FROM journal j
                            WHERE j.partition = c.partition AND j.position > c.position ORDER BY j.position LIMIT 1) AS oldest
                FROM publish_cursors c WHERE c.partition >= 0
                UNION ALL
                SELECT (SELECT count(*) FROM (
                            SELECT 1 FROM occurrences o WHERE o.instance IS NULL AND o.rowid > c.position LIMIT 100000)),
                       (SELECT o.created_at FROM occurrences o WHERE o.instance IS NULL AND o.rowid > c.position ORDER BY o.rowid LIMIT 1)
                FROM publish_cursors c WHERE c.partition = -1)
            """);
        var (records, oldest) = (0L, (DateTimeOffset?)null);
        while (statement.Step())
        {
            records += statement.GetInt64(0);
            var first = statement.GetTimeOrNull(1);
            oldest = oldest is null || first < oldest ? first ?? oldest : oldest;
        }

        return new PublishLag(records, oldest);
    }
}
