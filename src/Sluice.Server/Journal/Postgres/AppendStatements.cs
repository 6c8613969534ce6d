using Npgsql;
using Sluice.Server.Triggers;

namespace Sluice.Server.Journal.Postgres;

/// <summary>The statements of a batch of appends. Each takes all its rows as arrays, one for each column.</summary>
internal static class AppendStatements
{
    // Turns of other epochs than the current one, and those that do not follow their instance's last, are left out of "next";
    // everything else is made of "next". An instance has at most one turn in it. Firings are written in the order of their ids, so
    // that two transactions with the same ones do not wait for each other.
    private const string AppendSql =
        """
        WITH next AS MATERIALIZED (
            SELECT t.*
            FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) WITH ORDINALITY AS t (
                partition, epoch, instance, sequence, at, kind, payload,
                workflow_id, created_at, updated_at, status, wake_at, terminated_at, error,
                occurrence, trigger_id, fired_at, event, place)
            WHERE t.epoch = (SELECT p.epoch FROM partitions p WHERE p.partition = t.partition)
            AND t.sequence = 1 + coalesce((SELECT i.sequence FROM instances i WHERE i.id = t.instance), 0)
        ), created AS (
            INSERT INTO instances
                (id, workflow_id, created_at, updated_at, wake_at, terminated_at, sequence, partition, status, error)
            SELECT instance, workflow_id, created_at, updated_at, wake_at, terminated_at, sequence, partition, status, error
            FROM next WHERE sequence = 1
        ), updated AS (
            UPDATE instances i
            SET updated_at = n.updated_at, wake_at = n.wake_at, terminated_at = n.terminated_at,
                sequence = n.sequence, status = n.status, error = n.error
            FROM next n WHERE n.sequence > 1 AND i.id = n.instance
        ), fired AS (
            INSERT INTO occurrences (id, trigger_id, created_at, instance, event)
            SELECT occurrence, trigger_id, fired_at, instance, event FROM next WHERE occurrence IS NOT NULL ORDER BY occurrence
            ON CONFLICT (id) DO NOTHING
        )
        INSERT INTO journal (position, partition, sequence, instance, at, kind, payload)
        SELECT nextval('positions'), partition, sequence, instance, at, kind, payload FROM next ORDER BY place
        RETURNING position, instance
        """;

    private const string InsertFailedSql =
        """
        INSERT INTO occurrences (id, trigger_id, created_at, position, error, event)
        SELECT id, trigger_id, created_at, nextval('positions'), error, event
        FROM unnest($1, $2, $3, $4, $5) WITH ORDINALITY AS o (id, trigger_id, created_at, error, event, place)
        ORDER BY place
        ON CONFLICT (id) DO NOTHING
        """;

    /// <summary>Writes turns; answers with the position and the instance of each that was written, in the order given.</summary>
    public static NpgsqlBatchCommand Append(IReadOnlyList<Append> turns) => new(AppendSql)
    {
        Parameters =
        {
            Column(turns, turn => (short)turn.Partition),
            Column(turns, turn => turn.Epoch),
            Column(turns, turn => turn.Record.Instance.Value),
            Column(turns, turn => (int)turn.Record.Sequence),
            Column(turns, turn => turn.Record.At),
            Column(turns, turn => turn.Record.Kind),
            Column(turns, turn => TextColumn.Encode(turn.Record.Payload)),
            Column(turns, turn => turn.Projection.Workflow.Value),
            Column(turns, turn => turn.Projection.CreatedAt),
            Column(turns, turn => turn.Projection.UpdatedAt),
            Column(turns, turn => (short)turn.Projection.Status),
            Column(turns, turn => turn.Projection.WakeAt),
            Column(turns, turn => turn.Projection.TerminatedAt),
            Column(turns, turn => turn.Projection.Error is { } error ? TextColumn.Encode(error) : null),
            Column(turns, turn => turn.Occurrence?.Id.Value),
            Column(turns, turn => turn.Occurrence?.Trigger.Value),
            Column(turns, turn => turn.Occurrence?.Date),
            Column(turns, turn => turn.Occurrence is { } occurrence ? TextColumn.Encode(occurrence.Event) : null),
        },
    };

    /// <summary>Writes firings that started nothing, in the order given; those whose id is there already are left out.</summary>
    public static NpgsqlBatchCommand InsertFailed(IReadOnlyList<Occurrence> occurrences) => new(InsertFailedSql)
    {
        Parameters =
        {
            Column(occurrences, occurrence => occurrence.Id.Value),
            Column(occurrences, occurrence => occurrence.Trigger.Value),
            Column(occurrences, occurrence => occurrence.Date),
            Column(occurrences, occurrence => occurrence.Error is { } error ? TextColumn.Encode(error) : null),
            Column(occurrences, occurrence => TextColumn.Encode(occurrence.Event)),
        },
    };

    private static NpgsqlParameter<TColumn[]> Column<TRow, TColumn>(IReadOnlyList<TRow> rows, Func<TRow, TColumn> of)
    {
        var column = new TColumn[rows.Count];
        for (var row = 0; row < column.Length; row++)
        {
            column[row] = of(rows[row]);
        }

        return new NpgsqlParameter<TColumn[]> { TypedValue = column };
    }
}
