using Sluice.Server.Consuming;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>Parked messages in SQLite.</summary>
internal sealed class SqliteParkedMessageStore(SqliteStore store) : IParkedMessageStore
{
    private const string Columns = "id, topic, message_id, reason, tries, created_at, size, body";

    public Task<ParkResult> AddAsync(ParkedMessage message, int atMost, CancellationToken cancellationToken) =>
        store.Writer.WriteAsync(message.Body.Length, session => Add(session, message, atMost), cancellationToken);

    public Task<ParkedMessage?> FindAsync(ParkedMessageId id, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync(session => Find(session, id), cancellationToken);

    public Task<IReadOnlyList<ParkedMessage>> ListAsync(ListRange range, CancellationToken cancellationToken) =>
        store.Readers.ReadAsync<IReadOnlyList<ParkedMessage>>(session => List(session, range), cancellationToken);

    public Task<bool> DeleteAsync(ParkedMessageId id, CancellationToken cancellationToken) => store.Writer.WriteAsync(
        0, session => session.Prepare("DELETE FROM parked_messages WHERE id = ?1").Bind(1, id.Value).Run() == 1, cancellationToken);

    private static ParkResult Add(SqliteSession session, ParkedMessage message, int atMost)
    {
        var added = session.Prepare(
            $"INSERT INTO parked_messages ({Columns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING")
            .Bind(1, message.Id.Value)
            .Bind(2, message.Topic)
            .Bind(3, message.MessageId)
            .Bind(4, message.Reason)
            .Bind(5, message.Tries)
            .Bind(6, message.ParkedAt)
            .Bind(7, message.Size)
            .Bind(8, message.Body.Span)
            .Run() == 1;
        return !added ? default : new ParkResult(true, session.Prepare("DELETE FROM parked_messages WHERE position <= ?1")
            .Bind(1, session.LastInsertedRow() - atMost)
            .Run());
    }

    private static ParkedMessage? Find(SqliteSession session, ParkedMessageId id)
    {
        var statement = session.Prepare($"SELECT {Columns} FROM parked_messages WHERE id = ?1").Bind(1, id.Value);
        ParkedMessage? found = null;
        while (statement.Step())
        {
            found = Read(statement);
        }

        return found;
    }

    private static List<ParkedMessage> List(SqliteSession session, ListRange range)
    {
        var keyset = SqliteKeyset.Of(range);
        var statement = session.Prepare($"SELECT {Columns} FROM parked_messages WHERE {keyset.Condition} {keyset.Order}");
        keyset.Bind(statement);
        var messages = new List<ParkedMessage>();
        while (statement.Step())
        {
            messages.Add(Read(statement));
        }

        return keyset.OldestFirst(messages);
    }

    private static ParkedMessage Read(SqliteStatement row) => new(
        new ParkedMessageId(row.GetGuid(0)),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        (int)row.GetInt64(4),
        row.GetTime(5),
        (int)row.GetInt64(6),
        row.GetBytes(7));
}
