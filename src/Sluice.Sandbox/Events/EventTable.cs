using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Events;

/// <summary>The events that wait for their consumer, on the ledger's connection: one commit has the cause and the event.</summary>
internal sealed class EventTable(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection,
        "INSERT INTO events (topic, version, type, date, idempotency_key, payload) VALUES ($1, $2, $3, $4, $5, $6)",
        6);

    private readonly Statement _deleteUpTo = new(connection, "DELETE FROM events WHERE id <= $1", 1);

    /// <summary>The table as the session's batch sees it.</summary>
    public static EventTable Of(LedgerSession session) => session.Open(connection => new EventTable(connection));

    /// <summary>The first events that wait, in order, with their ids.</summary>
    public static IReadOnlyList<(long Id, SandboxEvent Event)> Read(LedgerSnapshot snapshot, int limit) =>
    [
        .. snapshot.Rows(
            "SELECT id, topic, version, type, date, idempotency_key, payload FROM events ORDER BY id LIMIT $1",
            row => (row.GetInt64(0), new SandboxEvent(
                row.GetString(1), row.GetString(2), row.GetString(3), Instant.Parse(row.GetString(4)), row.GetString(5), row.GetString(6))),
            limit),
    ];

    public void Insert(SandboxEvent added) => _insert.Execute(
        added.Topic, added.Version, added.Type, Instant.Format(added.Date), added.IdempotencyKey, added.Payload);

    public void DeleteUpTo(long id) => _deleteUpTo.Execute(id);

    public void Dispose()
    {
        _insert.Dispose();
        _deleteUpTo.Dispose();
    }
}
