using System.Diagnostics;

namespace Sluice.Server.Journal.Sqlite;

/// <summary>The journal's writes, as they run within a group commit.</summary>
internal static class SqliteAppends
{
    /// <summary>Gives a partition to a new owner.</summary>
    public static long TakeEpoch(SqliteSession session, int partition)
    {
        session.Prepare("UPDATE partitions SET epoch = epoch + 1 WHERE partition = ?1").Bind(1, partition).Run();
        return ReadEpoch(session, partition);
    }

    /// <summary>Writes a record, its projection and the occurrence it comes from, or refuses and leaves nothing.</summary>
    /// <returns>The record's position.</returns>
    /// <exception cref="FencedException">The epoch is not current.</exception>
    /// <exception cref="JournalUnavailableException">The record is not its instance's next one.</exception>
    public static long Append(SqliteSession session, Append append)
    {
        if (ReadEpoch(session, append.Partition) != append.Epoch)
        {
            throw new FencedException(append.Partition, append.Epoch);
        }

        if (!InsertRecord(session, append.Partition, append.Record))
        {
            throw new OutOfSequenceException(append.Record.Instance, append.Record.Sequence);
        }

        var position = session.LastInsertedRow();
        var projected = append.Record.Sequence == 1
            ? InsertProjection(session, append.Partition, append.Projection)
            : UpdateProjection(session, append.Projection);
        if (!projected)
        {
            session.Prepare("DELETE FROM journal WHERE position = ?1").Bind(1, position).Run();
            throw new OutOfSequenceException(append.Record.Instance, append.Record.Sequence);
        }

        if (append.Occurrence is { } occurrence)
        {
            SqliteOccurrenceStore.Insert(session, occurrence);
        }

        return position;
    }

    private static long ReadEpoch(SqliteSession session, int partition) =>
        session.Prepare("SELECT epoch FROM partitions WHERE partition = ?1").Bind(1, partition).ReadInt64()
            ?? throw new UnreachableException($"the database has no partition {partition}");

    private static bool InsertRecord(SqliteSession session, int partition, JournalRecord record) =>
        session.Prepare(
            """
            INSERT INTO journal (partition, instance, sequence, at, kind, payload) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (instance, sequence) DO NOTHING
            """)
            .Bind(1, partition)
            .Bind(2, record.Instance.Value)
            .Bind(3, record.Sequence)
            .Bind(4, record.At)
            .Bind(5, record.Kind)
            .Bind(6, record.Payload)
            .Run() == 1;

    private static bool InsertProjection(SqliteSession session, int partition, InstanceProjection projection) =>
        session.Prepare(
            """
            INSERT INTO instances
                (id, workflow_id, partition, sequence, status, created_at, updated_at, wake_at, terminated_at, error)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            ON CONFLICT (id) DO NOTHING
            """)
            .Bind(1, projection.Id.Value)
            .Bind(2, projection.Workflow.Value)
            .Bind(3, partition)
            .Bind(4, projection.Sequence)
            .Bind(5, (long)projection.Status)
            .Bind(6, projection.CreatedAt)
            .Bind(7, projection.UpdatedAt)
            .Bind(8, projection.WakeAt)
            .Bind(9, projection.TerminatedAt)
            .Bind(10, projection.Error)
            .Run() == 1;

    // What does not change after the first turn is not written again. The condition makes a gap impossible.
    private static bool UpdateProjection(SqliteSession session, InstanceProjection projection) =>
        session.Prepare(
            """
            UPDATE instances
            SET sequence = ?2, status = ?3, updated_at = ?4, wake_at = ?5, terminated_at = ?6, error = ?7
            WHERE id = ?1 AND sequence = ?2 - 1
            """)
            .Bind(1, projection.Id.Value)
            .Bind(2, projection.Sequence)
            .Bind(3, (long)projection.Status)
            .Bind(4, projection.UpdatedAt)
            .Bind(5, projection.WakeAt)
            .Bind(6, projection.TerminatedAt)
            .Bind(7, projection.Error)
            .Run() == 1;
}
