using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Makes the pool of connections to the database.</summary>
internal static class PostgresConnections
{
    /// <summary>How long a command may take, and how long a connection may take to come about.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    // The server's half of noticing a connection that was cut: it must not keep the locks of a dead one for hours.
    private const string SessionSettings =
        "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c statement_timeout=30s -c lock_timeout=4s "
        + "-c idle_in_transaction_session_timeout=30s";

    public static NpgsqlDataSource Create(PostgresOptions options)
    {
        var settings = Settings(options);
        settings.MaxPoolSize = options.OpenConnectionsMax;
        settings.MinPoolSize = Math.Min(options.IdleConnectionsMax, options.OpenConnectionsMax);
        settings.ConnectionIdleLifetime = (int)options.IdleTimeMax.TotalSeconds;
        settings.ConnectionPruningInterval = Math.Clamp(settings.ConnectionIdleLifetime, 1, 10);
        settings.ConnectionLifetime = (int)options.LifetimeMax.TotalSeconds;
        settings.CommandTimeout = (int)AtMost.TotalSeconds;
        settings.MaxAutoPrepare = 64;
        settings.AutoPrepareMinUsages = 2;
        settings.Options = $"{SessionSettings} {settings.Options}";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>The settings of a connection outside the pool, without any limit on how long its commands take.</summary>
    public static NpgsqlConnectionStringBuilder Settings(PostgresOptions options)
    {
        var settings = PostgresUri.Parse(options.Uri);
        settings.ApplicationName ??= "sluice";
        settings.Timeout = Math.Min(settings.Timeout, (int)AtMost.TotalSeconds);
        settings.CommandTimeout = 0;

        // A server that does not answer will not answer a request to cancel either: the connection is closed at once.
        settings.CancellationTimeout = -1;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = 5;
        settings.TcpKeepAliveInterval = 2;
        return settings;
    }
}
