using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Sluice.Testing;

namespace Sluice.Peers;

/// <summary>How fast the stores themselves keep rows when nothing else is done: one writer, durable transactions of many rows.</summary>
/// <param name="SqliteRowsPerSecond">Rows of SQLite, WAL mode, synchronous=FULL.</param>
/// <param name="PostgresRowsPerSecond">Rows of PostgreSQL, binary COPY, one connection.</param>
internal sealed record PhysicalLimits(double SqliteRowsPerSecond, double PostgresRowsPerSecond)
{
    /// <summary>The rows of a transaction.</summary>
    public const int Batch = 1_000;

    /// <summary>The bytes of a row's payload.</summary>
    public const int PayloadBytes = 256;

    private static readonly TimeSpan For = TimeSpan.FromSeconds(3);

    public static async Task<PhysicalLimits> MeasureAsync(CancellationToken cancellationToken) =>
        new(MeasureSqlite(), await MeasurePostgresAsync(cancellationToken));

    private static double MeasureSqlite()
    {
        using var directory = new TemporaryDirectory();
        using var connection = new SqliteConnection($"Data Source={directory.Entry("rows.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE entry (id INTEGER PRIMARY KEY, payload BLOB NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entry (payload) VALUES ($payload)";
        insert.Parameters.AddWithValue("$payload", new byte[PayloadBytes]);
        insert.Prepare();
        return PerSecond(() =>
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var row = 0; row < Batch; row++)
            {
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        });
    }

    private static async Task<double> MeasurePostgresAsync(CancellationToken cancellationToken)
    {
        await using var server = await TunedPostgres.StartAsync();
        await server.ExecuteAsync("CREATE TABLE entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, payload bytea NOT NULL)");
        await using var connection = new NpgsqlConnection(TunedPostgres.ConnectionString(server));
        await connection.OpenAsync(cancellationToken);
        var payload = new byte[PayloadBytes];
        return PerSecond(() =>
        {
            using var copy = connection.BeginBinaryImport("COPY entry (payload) FROM STDIN (FORMAT BINARY)");
            for (var row = 0; row < Batch; row++)
            {
                copy.StartRow();
                copy.Write(payload, NpgsqlDbType.Bytea);
            }

            copy.Complete();
        });
    }

    private static double PerSecond(Action commitBatch)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var rows = 0L;
        while (clock.GetElapsedTime(began) < For)
        {
            commitBatch();
            rows += Batch;
        }

        return rows / clock.GetElapsedTime(began).TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
