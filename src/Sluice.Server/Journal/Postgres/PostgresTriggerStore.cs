using System.Text.Json;
using Npgsql;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Triggers in PostgreSQL.</summary>
internal sealed class PostgresTriggerStore(PostgresStore store) : ITriggerStore
{
    /// <summary>The columns that <see cref="Read"/> reads.</summary>
    public const string Columns = "id, created_at, workflow_id, name, event, version, filter, vars";

    private const string NextChange = "(SELECT coalesce(max(change), 0) + 1 FROM triggers)";

    // Under a lock of its own, so that two processes do not both take the last place there is, or number two changes alike.
    public async Task<bool> AddAsync(Trigger trigger, int atMost, CancellationToken cancellationToken)
    {
        var definition = trigger.Definition;
        var there = await store.QueryUnderLockAsync(
            PartitionLocks.Triggers,
            $"""
            WITH room AS (SELECT count(*) < $10 AS is_there FROM triggers WHERE deleted_at IS NULL), added AS (
                INSERT INTO triggers (id, created_at, workflow_id, name, folded_name, event, version, filter, vars, change)
                SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, {NextChange} FROM room WHERE is_there
                ON CONFLICT (id) DO NOTHING)
            SELECT is_there FROM room
            """,
            [
                trigger.Id.Value, trigger.CreatedAt, definition.Workflow.Value,
                TextColumn.Encode(definition.Name), Fold(definition.Name), TextColumn.Encode(definition.Event),
                Encode(definition.Version), Encode(definition.Filter), JsonSerializer.Serialize(definition.Variables), (long)atMost,
            ],
            row => row.GetBoolean(0),
            cancellationToken);
        return there.Single();
    }

    public async Task<Trigger?> FindAsync(TriggerId id, CancellationToken cancellationToken)
    {
        var triggers = await store.QueryAsync(
            $"SELECT {Columns} FROM triggers WHERE id = $1 AND deleted_at IS NULL", [id.Value], Read, cancellationToken);
        return triggers.SingleOrDefault();
    }

    public async Task<IReadOnlyList<Trigger>> ListAsync(string? name, ListRange range, CancellationToken cancellationToken)
    {
        var keyset = PostgresKeyset.Of(range);
        return keyset.OldestFirst(await store.QueryAsync(
            $"""
            SELECT {Columns} FROM triggers
            WHERE deleted_at IS NULL AND {keyset.Condition}
            {(name is null ? "" : "AND strpos(folded_name, $4) > 0")}
            {keyset.Order}
            """,
            name is null ? keyset.Parameters() : keyset.Parameters(Fold(name)),
            Read,
            cancellationToken));
    }

    public async Task<bool> DeleteAsync(TriggerId id, DateTimeOffset deletedAt, CancellationToken cancellationToken)
    {
        var deleted = await store.QueryUnderLockAsync(
            PartitionLocks.Triggers,
            $"UPDATE triggers SET deleted_at = $2, change = {NextChange} WHERE id = $1 AND deleted_at IS NULL RETURNING id",
            [id.Value, deletedAt],
            row => row.GetGuid(0),
            cancellationToken);
        return deleted.Count == 1;
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static Trigger Read(NpgsqlDataReader row) => new(
        new TriggerId(row.GetGuid(0)),
        new TriggerDefinition(
            row.GetText(3),
            row.GetText(4),
            row.GetTextOrNull(5),
            row.GetTextOrNull(6),
            new WorkflowId(row.GetGuid(2)),
            JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(7))!),
        row.GetTime(1));

    // By code point, as .NET folds: what the database's own functions know of case depends on its locale.
    private static string Fold(string name) => TextColumn.Encode(name.ToUpperInvariant());

    private static string? Encode(string? text) => text is null ? null : TextColumn.Encode(text);
}
