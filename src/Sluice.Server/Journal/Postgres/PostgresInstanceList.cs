using Sluice.Engine.Workflows;
using Sluice.Server.Instances;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Lists instances by the indexes that are in the lists' order, so that any stretch costs the same.</summary>
internal sealed class PostgresInstanceList(PostgresStore store) : IInstanceList
{
    public async Task<IReadOnlyList<InstanceProjection>> ListAsync(
        WorkflowId? workflow, bool runningOnly, ListRange range, CancellationToken cancellationToken)
    {
        var keyset = PostgresKeyset.Of(range);
        return keyset.OldestFirst(await store.QueryAsync(
            $"""
            SELECT {InstanceColumns.Names} FROM instances i
            WHERE {keyset.Condition}
            {(runningOnly ? "AND terminated_at IS NULL" : "")}
            {(workflow is null ? "" : "AND workflow_id = $4")}
            AND NOT EXISTS (SELECT 1 FROM workflows w WHERE w.id = i.workflow_id AND w.deleted_at IS NOT NULL)
            {keyset.Order}
            """,
            workflow is { } id ? keyset.Parameters(id.Value) : keyset.Parameters(),
            row => InstanceColumns.Read(row),
            cancellationToken));
    }
}
