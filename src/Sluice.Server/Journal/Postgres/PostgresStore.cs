using Microsoft.Extensions.Logging;
using Npgsql;
using Sluice.Engine.Instances;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// The shared store: a database that any number of processes use, a writer for appends, and a pool of connections for
/// everything else, in which the reads of records share their queries. The journal, the workflows and the lists are views of it.
/// </summary>
internal sealed class PostgresStore : IAsyncDisposable
{
    // The driver's own limits are for a connection and for a command, and a command past its limit is first called off over another
    // connection, on the thread that waits. From a database that is silent a caller must not wait for all of that.
    private static readonly TimeSpan AnsweredWithin = 2 * PostgresConnections.AtMost;

    private readonly NpgsqlDataSource _connections;
    private readonly PostgresRecords _records;
    private readonly TimeProvider _clock;

    private PostgresStore(NpgsqlDataSource connections, int partitionCount, TimeProvider clock, ILogger<PostgresWriter> logger)
    {
        _connections = connections;
        _clock = clock;
        PartitionCount = partitionCount;
        Writer = new PostgresWriter(connections, $"sluice-writer-{Guid.NewGuid():N}", clock, logger);
        _records = new PostgresRecords(connections);
    }

    public int PartitionCount { get; }

    /// <summary>Opens the store, migrating the database as needed.</summary>
    /// <exception cref="InvalidOperationException">It cannot be reached, or could not be migrated to this version.</exception>
    public static PostgresStore Open(
        PostgresOptions options, NpgsqlDataSource connections, TimeProvider clock, ILogger<PostgresWriter> logger)
    {
        PostgresMigrations.Apply(options);
        try
        {
            using var command = connections.CreateCommand("SELECT partition_count FROM settings");
            return new PostgresStore(connections, (int)command.ExecuteScalar()!, clock, logger);
        }
        catch (NpgsqlException exception)
        {
            throw new InvalidOperationException($"the {options.Place} cannot be used: {exception.Message}", exception);
        }
    }

    /// <summary>The answer to calls that come after the end.</summary>
    public static JournalUnavailableException Closed() =>
        new("the store is closed", new ObjectDisposedException(nameof(PostgresStore)));

    /// <summary>What all appends go through, those of one log in their order.</summary>
    public PostgresWriter Writer { get; }

    /// <summary>Reads every record of an instance, in order.</summary>
    /// <exception cref="JournalDamagedException">A record is missing.</exception>
    /// <exception cref="JournalUnavailableException">The database did not answer, or too many reads wait for it.</exception>
    public Task<IReadOnlyList<JournalRecord>> ReadRecordsAsync(InstanceId instance, CancellationToken cancellationToken) =>
        AnsweredAsync(() => _records.ReadAsync(instance, cancellationToken));

    /// <summary>Runs a query whose parameters are $1, $2 and so on.</summary>
    /// <exception cref="JournalUnavailableException">The database did not answer.</exception>
    public Task<List<T>> QueryAsync<T>(string sql, object?[] parameters, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken) =>
        RunAsync([Command(sql, parameters)], row, cancellationToken);

    /// <summary>Runs a query that changes something, in a transaction that has taken a lock before.</summary>
    /// <exception cref="JournalUnavailableException">The database did not answer, or the commit is uncertain.</exception>
    public Task<List<T>> QueryUnderLockAsync<T>(
        int @lock, string sql, object?[] parameters, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken) =>
        RunAsync([PartitionLocks.Take([@lock]), Command(sql, parameters)], row, cancellationToken);

    /// <summary>Runs a statement whose parameters are $1, $2 and so on, in a transaction of its own.</summary>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="JournalUnavailableException">The database did not answer, or the commit is uncertain.</exception>
    public Task<int> ExecuteAsync(string sql, object?[] parameters, CancellationToken cancellationToken) => AnsweredAsync(async () =>
    {
        await using var batch = _connections.CreateBatch();
        batch.BatchCommands.Add(Command(sql, parameters));
        return await batch.ExecuteNonQueryAsync(cancellationToken);
    });

    /// <summary>Commits and reads what waits, and takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        await _records.DisposeAsync();
    }

    private Task<List<T>> RunAsync<T>(NpgsqlBatchCommand[] commands, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken) =>
        AnsweredAsync(async () =>
        {
            await using var batch = _connections.CreateBatch();
            foreach (var command in commands)
            {
                batch.BatchCommands.Add(command);
            }

            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            for (var skipped = 1; skipped < commands.Length; skipped++)
            {
                await reader.NextResultAsync(cancellationToken);
            }

            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(row(reader));
            }

            // The transaction is over when the results are.
            await reader.NextResultAsync(cancellationToken);
            return rows;
        });

    private static NpgsqlBatchCommand Command(string sql, object?[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter ?? DBNull.Value });
        }

        return command;
    }

    private async Task<T> AnsweredAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().WaitAsync(AnsweredWithin, _clock);
        }
        catch (TimeoutException exception)
        {
            throw new JournalUnavailableException($"the database did not answer within {AnsweredWithin.TotalSeconds} s", exception);
        }
        catch (NpgsqlException exception)
        {
            throw new JournalUnavailableException($"the database did not answer: {exception.Message}", exception);
        }
        catch (ObjectDisposedException)
        {
            throw Closed();
        }
    }
}
