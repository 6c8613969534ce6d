using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>
/// Commits rows like those of the journal to a PostgreSQL of its own, one transaction after another over one connection: given as
/// arrays to one INSERT, and by binary COPY. The journal's checks are left out, which an INSERT makes on its way and COPY could not.
/// </summary>
internal sealed class WritesRun(TimeSpan duration)
{
    private const string Table =
        """
        CREATE TABLE journal (
            position bigint GENERATED ALWAYS AS IDENTITY, partition smallint NOT NULL, sequence integer NOT NULL, instance uuid NOT NULL,
            at timestamptz NOT NULL, kind text NOT NULL, payload text NOT NULL, PRIMARY KEY (instance, sequence));
        CREATE UNIQUE INDEX ON journal (partition, position);
        """;

    private const string Insert =
        """
        INSERT INTO journal (partition, sequence, instance, at, kind, payload)
        SELECT * FROM unnest($1::smallint[], $2::integer[], $3::uuid[], $4::timestamptz[], $5::text[], $6::text[])
        """;

    private const string Copy = "COPY journal (partition, sequence, instance, at, kind, payload) FROM STDIN (FORMAT BINARY)";

    private static readonly int[] Batches = [1, 8, 64, 512];
    private static readonly string Payload = new('x', 300);

    /// <summary>Runs it.</summary>
    /// <returns>A line for each size of transaction.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var server = await PostgresServer.StartAsync();
        await server.ExecuteAsync(Table);
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={server.Port};Username=sluice;Database=postgres;Max Auto Prepare=4;Auto Prepare Min Usages=1");
        await connection.OpenAsync(cancellationToken);
        var lines = new List<string>();
        foreach (var rows in Batches)
        {
            // By turns, so that what else the machine does falls on both.
            var (inserted, copied) = (0.0, 0.0);
            for (var turn = 0; turn < 2; turn++)
            {
                inserted += await PerSecondAsync(() => InsertAsync(connection, rows, cancellationToken)) / 2;
                copied += await PerSecondAsync(() => CopyAsync(connection, rows, cancellationToken)) / 2;
            }

            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"writes, {rows} rows a transaction: {inserted * rows:F0} rows/s by unnest, {copied * rows:F0} by COPY; unnest is {inserted / copied:F2} of COPY"));
        }

        return lines;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, int rows, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var command = new NpgsqlCommand(Insert, connection)
        {
            Parameters =
            {
                Column(rows, number => (short)(number % 64)),
                Column(rows, _ => 1),
                Column(rows, _ => Guid.CreateVersion7(now)),
                Column(rows, _ => now),
                Column(rows, _ => "activity"),
                Column(rows, _ => Payload),
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task CopyAsync(NpgsqlConnection connection, int rows, CancellationToken cancellationToken)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        for (var row = 0; row < rows; row++)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync((short)(row % 64), NpgsqlDbType.Smallint, cancellationToken);
            await copy.WriteAsync(1, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(Guid.CreateVersion7(now), NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync("activity", NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(Payload, NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }

    private static NpgsqlParameter<T[]> Column<T>(int rows, Func<int, T> of) =>
        new() { TypedValue = [.. Enumerable.Range(0, rows).Select(of)] };

    private async Task<double> PerSecondAsync(Func<Task> commit)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var transactions = 0;
        while (clock.GetElapsedTime(began) < duration)
        {
            await commit();
            transactions++;
        }

        return transactions / clock.GetElapsedTime(began).TotalSeconds;
    }
}
