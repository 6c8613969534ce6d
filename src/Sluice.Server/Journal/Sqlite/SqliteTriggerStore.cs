using System.Text.Json;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Triggers in SQLite.</summary>
internal sealed class SqliteTriggerStore(SqliteStore store) : ITriggerStore
{
    private const string Columns = "id, created_at, workflow_id, name, event, version, filter, vars";

    public Task<bool> AddAsync(Trigger trigger, int atMost, CancellationToken cancellationToken)
    {
        var variables = JsonSerializer.Serialize(trigger.Definition.Variables);
        var chars = variables.Length + (trigger.Definition.Filter?.Length ?? 0) + trigger.Definition.Name.Length;
        return store.Writer.WriteAsync(chars, session => Insert(session, trigger, variables, atMost), cancellationToken);
    }

    public Task<Trigger?> FindAsync(TriggerId id, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync(session => Find(session, id), cancellationToken);

    public Task<IReadOnlyList<Trigger>> ListAsync(string? name, ListRange range, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<Trigger>>(session => List(session, name, range), cancellationToken);

    public Task<bool> DeleteAsync(TriggerId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
        store.Writer.WriteAsync(0, session => MarkDeleted(session, id, deletedAt), cancellationToken);

    // By code point, as .NET folds: SQLite's own functions know the case of ASCII only.
    private static string Fold(string name) => name.ToUpperInvariant();

    private static bool Insert(SqliteSession session, Trigger trigger, string variables, int atMost)
    {
        if (session.Prepare("SELECT count(*) FROM triggers WHERE deleted_at IS NULL").ReadInt64() >= atMost)
        {
            return false;
        }

        var definition = trigger.Definition;
        session.Prepare(
            """
            INSERT INTO triggers (id, created_at, workflow_id, name, folded_name, event, version, filter, vars)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (id) DO NOTHING
            """)
            .Bind(1, trigger.Id.Value)
            .Bind(2, trigger.CreatedAt)
            .Bind(3, definition.Workflow.Value)
            .Bind(4, definition.Name)
            .Bind(5, Fold(definition.Name))
            .Bind(6, definition.Event)
            .Bind(7, definition.Version)
            .Bind(8, definition.Filter)
            .Bind(9, variables)
            .Run();
        return true;
    }

    private static bool MarkDeleted(SqliteSession session, TriggerId id, DateTimeOffset deletedAt) =>
        session.Prepare("UPDATE triggers SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL")
            .Bind(1, id.Value)
            .Bind(2, deletedAt)
            .Run() == 1;

    private static Trigger? Find(SqliteSession session, TriggerId id)
    {
        var statement = session.Prepare($"SELECT {Columns} FROM triggers WHERE id = ?1 AND deleted_at IS NULL").Bind(1, id.Value);
        Trigger? trigger = null;
        while (statement.Step())
        {
            trigger = Read(statement);
        }

        return trigger;
    }

    private static List<Trigger> List(SqliteSession session, string? name, ListRange range)
    {
        var keyset = SqliteKeyset.Of(range);
        var statement = session.Prepare(
            $"""
            SELECT {Columns} FROM triggers
            WHERE deleted_at IS NULL AND {keyset.Condition}
            {(name is null ? "" : "AND instr(folded_name, ?4) > 0")}
            {keyset.Order}
            """);
        keyset.Bind(statement);
        if (name is not null)
        {
            statement.Bind(4, Fold(name));
        }

        var triggers = new List<Trigger>();
        while (statement.Step())
        {
            triggers.Add(Read(statement));
        }

        return keyset.OldestFirst(triggers);
    }

    private static Trigger Read(SqliteStatement row) => new(
        new TriggerId(row.GetGuid(0)),
        new TriggerDefinition(
            row.GetString(3),
            row.GetString(4),
            row.GetStringOrNull(5),
            row.GetStringOrNull(6),
            new WorkflowId(row.GetGuid(2)),
            JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString(7))!),
        row.GetTime(1));
}
