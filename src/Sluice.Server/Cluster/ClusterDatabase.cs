using Npgsql;
using Sluice.Server.Journal.Postgres;

namespace Sluice.Server.Cluster;

/// <summary>
/// Connections to the shared database for the cluster's own tables: a node whose requests use all the others must not look dead
/// for it.
/// </summary>
/// <param name="connections">The connections; disposed of with this.</param>
internal sealed class ClusterDatabase(NpgsqlDataSource connections) : IAsyncDisposable
{
    private const int ConnectionsMax = 4;

    /// <summary>Connects to a database that has been migrated.</summary>
    public static ClusterDatabase Of(PostgresOptions options) =>
        new(PostgresConnections.Create(new PostgresOptions { Uri = options.Uri, OpenConnectionsMax = ConnectionsMax }));

    public NpgsqlCommand Command(string sql, params IEnumerable<NpgsqlParameter> parameters)
    {
        var command = connections.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => connections.DisposeAsync();
}
