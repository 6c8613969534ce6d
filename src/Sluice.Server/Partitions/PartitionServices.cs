using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Sluice.Server.Activities;
using Sluice.Server.Cluster;
using Sluice.Server.Hosting;

namespace Sluice.Server.Partitions;

/// <summary>Registers partitions, the Orleans silo that hosts them, and the use cases that call them.</summary>
public static class PartitionServices
{
    /// <summary>
    /// Adds a silo: a member of the cluster of its database, or, without options for that, one on a free loopback port that nothing
    /// but this process talks to.
    /// </summary>
    public static IHostApplicationBuilder AddPartitions(this IHostApplicationBuilder builder, SluiceOptions options)
    {
        if (options is { Cluster: not null, Postgres: { } postgres })
        {
            builder.Services.AddMembership(postgres);
        }

        builder.UseOrleans(silo =>
        {
            if (options.Cluster is { } cluster)
            {
                silo.JoinCluster(cluster);
            }
            else
            {
                var port = FreePort();
                silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, primarySiloEndpoint: new IPEndPoint(IPAddress.Loopback, port));
            }

            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = PartitionRouter.AnswerWithin);
            silo.Services.AddPlacementDirector<HomePlacement, HomePlacementDirector>();
        });
        builder.Services
            .AddSingleton<PartitionHomes>()
            .AddSingleton(new PartitionMoves(options.Cluster is null ? Timeout.InfiniteTimeSpan : HandOverWithin))
            .AddSingleton(new OpenPartitions(shared: options.Cluster is not null))
            .AddSingleton<PartitionParts>()
            .AddSingleton<PartitionRouter>()
            .AddSingleton<StartInstance>()
            .AddSingleton<WaitForInstance>()
            .AddSingleton<PostEvent>()
            .AddSingleton<AbortInstance>()
            .AddSingleton(services =>
            {
                var runner = services.GetRequiredService<HttpActivityRunner>();
                return new StartGate(options.WaitingStartsMax, options.WaitingActivitiesMax, () => runner.Waiting);
            })
            .AddHostedService<PartitionKeeper>();
        return builder;
    }

    /// <summary>
    /// While a partition waits for its calls to the stack it does nothing else, and there is another node that could. Alone there
    /// is none, and whoever stops the process says how long it may take.
    /// </summary>
    private static readonly TimeSpan HandOverWithin = TimeSpan.FromMilliseconds(500);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
