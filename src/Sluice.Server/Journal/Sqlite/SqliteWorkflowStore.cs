using System.Text.Json;
using Sluice.Engine.Workflows;
using Sluice.Server.Workflows;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Workflows in SQLite, with the parsed ones that are in use kept in memory.</summary>
internal sealed class SqliteWorkflowStore : IWorkflowStore
{
    private readonly SqliteStore _store;
    private readonly WorkflowCache _cache;

    public SqliteWorkflowStore(SqliteStore store, TimeProvider clock)
    {
        _store = store;
        _cache = new WorkflowCache(
            (id, cancellationToken) => store.Readers.ReadAsync(session => Find(session, id), cancellationToken), Timeout.InfiniteTimeSpan, clock);
    }

    public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) =>
        _store.Writer.WriteAsync(workflow.Definition.Config.GetRawText().Length, session => Insert(session, workflow), cancellationToken);

    public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) => _cache.FindAsync(id, cancellationToken);

    public Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken) =>
        _store.Readers.ReadAsync<IReadOnlyList<Workflow>>(session => List(session, range), cancellationToken);

    public Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
        _cache.DeleteAsync(id, () => _store.Writer.WriteAsync(0, session => MarkDeleted(session, id, deletedAt), CancellationToken.None))
            .WaitAsync(cancellationToken);

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
