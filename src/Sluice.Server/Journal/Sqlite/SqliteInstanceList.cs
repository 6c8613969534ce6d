using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Instances;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Lists instances by the indexes that are in the lists' order, so that any stretch costs the same.</summary>
internal sealed class SqliteInstanceList(SqliteStore store) : IInstanceList
{
    public Task<IReadOnlyList<InstanceProjection>> ListAsync(
        WorkflowId? workflow, bool runningOnly, ListRange range, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<InstanceProjection>>(session => List(session, workflow, runningOnly, range), cancellationToken);

    private static List<InstanceProjection> List(SqliteSession session, WorkflowId? workflow, bool runningOnly, ListRange range)
    {
        var keyset = SqliteKeyset.Of(range);

        // What runs is few among what has ever run, so that index is chosen over the workflow's where both would do.
        var index = runningOnly ? "instances_running" : workflow is null ? "instances_by_creation" : "instances_by_workflow";
        var statement = session.Prepare(
            $"""
            SELECT id, workflow_id, created_at, updated_at, status, terminated_at, error, wake_at, sequence
            FROM instances INDEXED BY {index}
            WHERE {keyset.Condition}
            {(runningOnly ? "AND terminated_at IS NULL" : "")}
            {(workflow is null ? "" : "AND workflow_id = ?4")}
            AND NOT EXISTS (
                SELECT 1 FROM workflows WHERE workflows.id = instances.workflow_id AND workflows.deleted_at IS NOT NULL)
            {keyset.Order}
            """);
        keyset.Bind(statement);
        if (workflow is { } id)
        {
            statement.Bind(4, id.Value);
        }

        var instances = new List<InstanceProjection>();
        while (statement.Step())
        {
            instances.Add(Projection(statement));
        }

        return keyset.OldestFirst(instances);
    }

    private static InstanceProjection Projection(SqliteStatement row) => new(
        new InstanceId(row.GetGuid(0)),
        new WorkflowId(row.GetGuid(1)),
        row.GetTime(2),
        row.GetTime(3),
        (InstanceStatus)row.GetInt64(4),
        row.GetTimeOrNull(5),
        row.GetStringOrNull(6),
        row.GetTimeOrNull(7),
        row.GetInt64(8));
}
