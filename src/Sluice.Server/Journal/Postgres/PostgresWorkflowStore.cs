using System.Text.Json;
using Npgsql;
using Sluice.Engine.Workflows;
using Sluice.Server.Workflows;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// Workflows in PostgreSQL, with the parsed ones that are in use kept in memory. A deletion is noticed by this process at once, and by
/// others within a second.
/// </summary>
internal sealed class PostgresWorkflowStore : IWorkflowStore
{
    private const string Columns = "id, created_at, deleted_at, config";

    private static readonly TimeSpan CachedAtMost = TimeSpan.FromSeconds(1);

    private readonly PostgresStore _store;
    private readonly WorkflowCache _cache;

    public PostgresWorkflowStore(PostgresStore store, TimeProvider clock)
    {
        _store = store;
        _cache = new WorkflowCache(LoadAsync, CachedAtMost, clock);
    }

    public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) => _store.ExecuteAsync(
        $"INSERT INTO workflows ({Columns}) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING",
        [workflow.Id.Value, workflow.CreatedAt, workflow.DeletedAt, TextColumn.Encode(workflow.Definition.Config.GetRawText())],
        cancellationToken);

    public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) => _cache.FindAsync(id, cancellationToken);

    public async Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken)
    {
        var keyset = PostgresKeyset.Of(range);
        return keyset.OldestFirst(await _store.QueryAsync(
            $"SELECT {Columns} FROM workflows WHERE deleted_at IS NULL AND {keyset.Condition} {keyset.Order}",
            keyset.Parameters(),
            Parse,
            cancellationToken));
    }

    public Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
        _cache.DeleteAsync(id, () => MarkDeletedAsync(id, deletedAt)).WaitAsync(cancellationToken);

    private async Task<bool> MarkDeletedAsync(WorkflowId id, DateTimeOffset deletedAt) => await _store.ExecuteAsync(
        "UPDATE workflows SET deleted_at = coalesce(deleted_at, $2) WHERE id = $1", [id.Value, deletedAt], CancellationToken.None) == 1;

    private async Task<Workflow?> LoadAsync(WorkflowId id, CancellationToken cancellationToken)
    {
        var workflows = await _store.QueryAsync($"SELECT {Columns} FROM workflows WHERE id = $1", [id.Value], Parse, cancellationToken);
        return workflows.SingleOrDefault();
    }

    private static Workflow Parse(NpgsqlDataReader row)
    {
        var id = new WorkflowId(row.GetGuid(0));
        var refusal = DefinitionParser.Parse(JsonElement.Parse(row.GetText(3)), out var definition);
        return refusal is null
            ? new Workflow(id, definition!, row.GetTime(1), row.GetTimeOrNull(2))
            : throw new InvalidDataException($"the stored definition of workflow {id} is not valid: {refusal.Message}");
    }
}
