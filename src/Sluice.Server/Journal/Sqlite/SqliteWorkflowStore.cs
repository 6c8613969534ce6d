using System.Collections.Concurrent;
using System.Text.Json;
using Sluice.Engine.Workflows;
using Sluice.Server.Workflows;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Workflows in SQLite, with the parsed ones that are in use kept in memory.</summary>
internal sealed class SqliteWorkflowStore(SqliteStore store) : IWorkflowStore
{
    private const int CachedMax = 1_024;

    private readonly ConcurrentDictionary<WorkflowId, Workflow> _cache = new();
    private readonly Lock _cacheChange = new();
    private long _deletions;

    public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) =>
        store.Writer.WriteAsync(workflow.Definition.Config.GetRawText().Length, session => Insert(session, workflow), cancellationToken);

    public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) =>
        _cache.TryGetValue(id, out var workflow)
            ? new ValueTask<Workflow?>(workflow)
            : new ValueTask<Workflow?>(LoadAsync(id, cancellationToken));

    public Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<Workflow>>(session => List(session, range), cancellationToken);

    public Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
        DeleteAsync(id, deletedAt).WaitAsync(cancellationToken);

    // Runs to its end even when the caller no longer waits: a cached workflow must not outlive its deletion.
    private async Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt)
    {
        try
        {
            return await store.Writer.WriteAsync(0, session => MarkDeleted(session, id, deletedAt), CancellationToken.None);
        }
        finally
        {
            lock (_cacheChange)
            {
                _deletions++;
                _cache.TryRemove(id, out _);
            }
        }
    }

    private async Task<Workflow?> LoadAsync(WorkflowId id, CancellationToken cancellationToken)
    {
        var deletions = Interlocked.Read(ref _deletions);
        var workflow = await store.Readers.ReadAsync(session => Find(session, id), cancellationToken);
        if (workflow is null)
        {
            return null;
        }

        lock (_cacheChange)
        {
            // What was read before a deletion may be out of date by now.
            if (deletions == _deletions)
            {
                Keep(workflow);
            }
        }

        return workflow;
    }

    private void Keep(Workflow workflow)
    {
        if (_cache.Count >= CachedMax)
        {
            _cache.TryRemove(_cache.First().Key, out _);
        }

        _cache[workflow.Id] = workflow;
    }

    private static bool Insert(SqliteSession session, Workflow workflow) =>
        session.Prepare(
            "INSERT INTO workflows (id, created_at, deleted_at, config) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING")
            .Bind(1, workflow.Id.Value)
            .Bind(2, workflow.CreatedAt)
            .Bind(3, workflow.DeletedAt)
            .Bind(4, workflow.Definition.Config.GetRawText())
            .Run() == 1;

    private static bool MarkDeleted(SqliteSession session, WorkflowId id, DateTimeOffset deletedAt) =>
        session.Prepare("UPDATE workflows SET deleted_at = coalesce(deleted_at, ?2) WHERE id = ?1")
            .Bind(1, id.Value)
            .Bind(2, deletedAt)
            .Run() == 1;

    private static Workflow? Find(SqliteSession session, WorkflowId id)
    {
        var statement = session.Prepare("SELECT id, created_at, deleted_at, config FROM workflows WHERE id = ?1").Bind(1, id.Value);
        Workflow? workflow = null;
        while (statement.Step())
        {
            workflow = Parse(statement);
        }

        return workflow;
    }

    private static List<Workflow> List(SqliteSession session, ListRange range)
    {
        var keyset = SqliteKeyset.Of(range);
        var statement = session.Prepare(
            $"""
            SELECT id, created_at, deleted_at, config FROM workflows
            WHERE deleted_at IS NULL AND {keyset.Condition}
            {keyset.Order}
            """);
        keyset.Bind(statement);
        var workflows = new List<Workflow>();
        while (statement.Step())
        {
            workflows.Add(Parse(statement));
        }

        return keyset.OldestFirst(workflows);
    }

    private static Workflow Parse(SqliteStatement row)
    {
        var id = new WorkflowId(row.GetGuid(0));
        var refusal = DefinitionParser.Parse(JsonElement.Parse(row.GetString(3)), out var definition);
        return refusal is null
            ? new Workflow(id, definition!, row.GetTime(1), row.GetTimeOrNull(2))
            : throw new InvalidDataException($"the stored definition of workflow {id} is not valid: {refusal.Message}");
    }
}
