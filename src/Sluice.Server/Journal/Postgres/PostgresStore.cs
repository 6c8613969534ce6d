using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>The shared store: a database of this schema. The journal, the workflows and the lists are views of it.</summary>
internal sealed class PostgresStore
{
    private PostgresStore(NpgsqlDataSource connections, int partitionCount)
    {
        Connections = connections;
        PartitionCount = partitionCount;
    }

    public NpgsqlDataSource Connections { get; }

    public int PartitionCount { get; }

    /// <summary>Opens the store, migrating the database as needed.</summary>
    /// <exception cref="InvalidOperationException">It cannot be reached, or could not be migrated to this version.</exception>
    public static PostgresStore Open(PostgresOptions options, NpgsqlDataSource connections)
    {
        PostgresMigrations.Apply(options);
        using var command = connections.CreateCommand("SELECT partition_count FROM settings");
        return new PostgresStore(connections, (int)command.ExecuteScalar()!);
    }
}
