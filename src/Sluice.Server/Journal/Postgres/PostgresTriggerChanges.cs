using Sluice.Engine.Triggers;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Postgres;

/// <summary>The changes of triggers in PostgreSQL. Both questions are answered from the end of an index.</summary>
internal sealed class PostgresTriggerChanges(PostgresStore store) : ITriggerChanges
{
    public async Task<long> ReadLastAsync(CancellationToken cancellationToken)
    {
        var last = await store.QueryAsync(
            "SELECT coalesce(max(change), 0) FROM triggers", [], row => row.GetInt64(0), cancellationToken);
        return last.Single();
    }

    public async Task<IReadOnlyList<TriggerChange>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
        await store.QueryAsync(
            $"""
            SELECT {PostgresTriggerStore.Columns}, change, deleted_at IS NULL FROM triggers
            WHERE change > $1 ORDER BY change LIMIT $2
            """,
            [after, limit],
            row => new TriggerChange(
                row.GetInt64(8), new TriggerId(row.GetGuid(0)), row.GetBoolean(9) ? PostgresTriggerStore.Read(row) : null),
            cancellationToken);
}
