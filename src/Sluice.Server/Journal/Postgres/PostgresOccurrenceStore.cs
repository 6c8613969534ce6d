using Sluice.Engine.Triggers;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Occurrences in PostgreSQL.</summary>
internal sealed class PostgresOccurrenceStore(PostgresStore store) : IOccurrenceStore
{
    public Task AddFailedAsync(Occurrence occurrence, CancellationToken cancellationToken) =>
        store.Writer.WriteAsync(new PendingOccurrence(occurrence), cancellationToken);

    public async Task<IReadOnlyList<ListedOccurrence>> ListAsync(TriggerId trigger, ListRange range, CancellationToken cancellationToken)
    {
        var keyset = PostgresKeyset.Of(range);
        return keyset.OldestFirst(await store.QueryAsync(
            $"""
            SELECT o.id, o.created_at, o.error, o.event, {InstanceColumns.Names}
            FROM (SELECT * FROM occurrences WHERE trigger_id = $4 AND {keyset.Condition} {keyset.Order}) AS o
            LEFT JOIN instances i ON i.id = o.instance
            {keyset.OrderBy("o.")}
            """,
            keyset.Parameters(trigger.Value),
            row =>
            {
                var instance = row.IsDBNull(4) ? null : InstanceColumns.Read(row, first: 4);
                return new ListedOccurrence(
                    new Occurrence(
                        new OccurrenceId(row.GetGuid(0)), trigger, row.GetTime(1), row.GetText(3), instance?.Id, row.GetTextOrNull(2)),
                    instance);
            },
            cancellationToken));
    }
}
