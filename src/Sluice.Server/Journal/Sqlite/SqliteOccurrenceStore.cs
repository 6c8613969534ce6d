using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Occurrences in SQLite.</summary>
internal sealed class SqliteOccurrenceStore(SqliteStore store) : IOccurrenceStore
{
    public Task AddFailedAsync(Occurrence occurrence, CancellationToken cancellationToken) =>
        store.Writer.WriteAsync(occurrence.Event.Length, session => Insert(session, occurrence), cancellationToken);

    public Task<IReadOnlyList<ListedOccurrence>> ListAsync(TriggerId trigger, ListRange range, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<ListedOccurrence>>(session => List(session, trigger, range), cancellationToken);

    /// <summary>Writes an occurrence, within a transaction that may hold more.</summary>
    /// <returns>False when one of its id is there.</returns>
    internal static bool Insert(SqliteSession session, Occurrence occurrence)
    {
        var statement = session.Prepare(
            """
            INSERT INTO occurrences (id, trigger_id, created_at, instance, error, event) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id) DO NOTHING
            """)
            .Bind(1, occurrence.Id.Value)
            .Bind(2, occurrence.Trigger.Value)
            .Bind(3, occurrence.Date)
            .Bind(5, occurrence.Error)
            .Bind(6, occurrence.Event);
        return (occurrence.Instance is { } instance ? statement.Bind(4, instance.Value) : statement.Bind(4, (long?)null)).Run() == 1;
    }

    private static List<ListedOccurrence> List(SqliteSession session, TriggerId trigger, ListRange range)
    {
        var keyset = SqliteKeyset.Of(range);
        var statement = session.Prepare(
            $"""
            SELECT o.id, o.created_at, o.error, o.event,
                i.id, i.workflow_id, i.created_at, i.updated_at, i.status, i.terminated_at, i.error, i.wake_at, i.sequence
            FROM (SELECT * FROM occurrences WHERE trigger_id = ?4 AND {keyset.Condition} {keyset.Order}) o
            LEFT JOIN instances i ON i.id = o.instance
            {keyset.OrderBy("o.")}
            """);
        keyset.Bind(statement);
        statement.Bind(4, trigger.Value);
        var occurrences = new List<ListedOccurrence>();
        while (statement.Step())
        {
            var instance = statement.IsNull(4) ? null : Projection(statement);
            occurrences.Add(new ListedOccurrence(
                new Occurrence(
                    new OccurrenceId(statement.GetGuid(0)),
                    trigger,
                    statement.GetTime(1),
                    statement.GetString(3),
                    instance?.Id,
                    statement.GetStringOrNull(2)),
                instance));
        }

        return keyset.OldestFirst(occurrences);
    }

    private static InstanceProjection Projection(SqliteStatement row) => new(
        new InstanceId(row.GetGuid(4)),
        new WorkflowId(row.GetGuid(5)),
        row.GetTime(6),
        row.GetTime(7),
        (InstanceStatus)row.GetInt64(8),
        row.GetTimeOrNull(9),
        row.GetStringOrNull(10),
        row.GetTimeOrNull(11),
        row.GetInt64(12));
}
