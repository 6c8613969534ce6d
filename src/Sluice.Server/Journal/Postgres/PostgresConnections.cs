using Npgsql;

namespace Sluice.Server.Journal.Postgres;

/// <summary>Makes the pool of connections to the database.</summary>
internal static class PostgresConnections
{
    /// <summary>How long a command may take, and how long a connection may take to come about.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    // The server's half of noticing a connection that was cut: it must not keep the locks of a dead one for hours.
    private const string Limits =
        "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c statement_timeout=30s -c lock_timeout=4s "
        + "-c idle_in_transaction_session_timeout=30s";

    // Lists are read in the order of an index, a page at a time. The planner would now and then rather collect all that is left
    // and sort it, because it believes the rows of an index to be scattered.
    private const string Plans = "-c enable_bitmapscan=off -c enable_sort=off -c jit=off";

    // Every plan goes by index, whatever the statistics of a young table say; and no plan is made twice.
    private const string ByIndex =
        "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET plan_cache_mode = force_generic_plan";

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
        settings.Options = $"{Limits} {Plans} {settings.Options}";
        return new NpgsqlDataSourceBuilder(settings.ConnectionString).Build();
    }

    /// <summary>Opens a connection of the pool whose statements all go by index, for whoever keeps it for many of the same.</summary>
    /// <param name="connections">The pool.</param>
    /// <param name="more">What else to run at first, each in a command of its own.</param>
    public static NpgsqlConnection OpenByIndex(NpgsqlDataSource connections, params NpgsqlBatchCommand[] more)
    {
        var connection = connections.OpenConnection();
        try
        {
            using var batch = new NpgsqlBatch(connection);
            foreach (var command in ByIndex.Split(';').Select(setting => new NpgsqlBatchCommand(setting)).Concat(more))
            {
                batch.BatchCommands.Add(command);
            }

            batch.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
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
