using Npgsql;
using Sluice.Server.Consuming;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Parked messages in PostgreSQL.</summary>
internal sealed class PostgresParkedMessageStore(PostgresStore store) : IParkedMessageStore, IDisposable
{
    private const string Columns = "id, topic, message_id, reason, tries, created_at, size, body";

    // Positions are given out under a lock. Whoever waits for it holds a connection: of this process that is one at a time, so
    // that a flood of bad messages leaves the others to everybody else.
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task<ParkResult> AddAsync(ParkedMessage message, int atMost, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var results = await store.QueryUnderLockAsync(
                PartitionLocks.ParkedMessages,
                $"""
                WITH added AS (
                    INSERT INTO parked_messages (position, {Columns})
                    SELECT coalesce(max(position), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM parked_messages
                    ON CONFLICT (id) DO NOTHING
                    RETURNING position), dropped AS (
                    DELETE FROM parked_messages USING added WHERE parked_messages.position <= added.position - $9
                    RETURNING 1)
                SELECT (SELECT count(*) FROM added), (SELECT count(*) FROM dropped)
                """,
                [
                    message.Id.Value, TextColumn.Encode(message.Topic), TextColumn.Encode(message.MessageId),
                    TextColumn.Encode(message.Reason), message.Tries, message.ParkedAt, message.Size, message.Body.ToArray(), (long)atMost,
                ],
                row => new ParkResult(row.GetInt64(0) == 1, (int)row.GetInt64(1)),
                cancellationToken);
            return results.Single();
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<ParkedMessage?> FindAsync(ParkedMessageId id, CancellationToken cancellationToken)
    {
        var messages = await store.QueryAsync(
            $"SELECT {Columns} FROM parked_messages WHERE id = $1", [id.Value], Read, cancellationToken);
        return messages.SingleOrDefault();
    }

    public async Task<IReadOnlyList<ParkedMessage>> ListAsync(ListRange range, CancellationToken cancellationToken)
    {
        var keyset = PostgresKeyset.Of(range);
        return keyset.OldestFirst(await store.QueryAsync(
            $"SELECT {Columns} FROM parked_messages WHERE {keyset.Condition} {keyset.Order}", keyset.Parameters(), Read, cancellationToken));
    }

    public async Task<bool> DeleteAsync(ParkedMessageId id, CancellationToken cancellationToken) =>
        await store.ExecuteAsync("DELETE FROM parked_messages WHERE id = $1", [id.Value], cancellationToken) == 1;

    public void Dispose() => _turn.Dispose();

    private static ParkedMessage Read(NpgsqlDataReader row) => new(
        new ParkedMessageId(row.GetGuid(0)),
        row.GetText(1),
        row.GetText(2),
        row.GetText(3),
        row.GetInt32(4),
        row.GetTime(5),
        row.GetInt32(6),
        row.GetFieldValue<byte[]>(7));
}
