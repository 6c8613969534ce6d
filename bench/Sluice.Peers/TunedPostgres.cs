using System.Globalization;
using Sluice.Testing;

namespace Sluice.Peers;

/// <summary>A PostgreSQL for one system, the same for all: durable as it comes, with room for bursts of writes.</summary>
internal static class TunedPostgres
{
    /// <summary>What differs from PostgreSQL's defaults. fsync and synchronous_commit stay on.</summary>
    public static IReadOnlyList<string> Settings { get; } = ["shared_buffers=512MB", "max_wal_size=4GB", "wal_compression=on"];

    public static async Task<PostgresServer> StartAsync()
    {
        var server = await PostgresServer.StartAsync();
        await server.StopAsync();
        await server.RunAsync([.. Settings]);
        return server;
    }

    /// <summary>How Npgsql finds it.</summary>
    public static string ConnectionString(PostgresServer server)
    {
        var uri = new Uri(server.Uri);
        return string.Create(CultureInfo.InvariantCulture, $"Host={uri.Host};Port={uri.Port};Username={uri.UserInfo};Database={uri.AbsolutePath[1..]}");
    }
}
