using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Sluice.Server.Activities;
using Sluice.Server.Hosting;

namespace Sluice.Server.Partitions;

/// <summary>Registers partitions, the Orleans silo that hosts them, and the use cases that call them.</summary>
public static class PartitionServices
{
    /// <summary>Adds a single-node silo on a free loopback port; nothing but this process talks to it.</summary>
    public static IHostApplicationBuilder AddPartitions(this IHostApplicationBuilder builder, SluiceOptions options)
    {
        builder.UseOrleans(silo =>
        {
            var port = FreePort();
            silo.UseLocalhostClustering(siloPort: port, gatewayPort: 0, primarySiloEndpoint: new IPEndPoint(IPAddress.Loopback, port));
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(60));
        });
        builder.Services
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
