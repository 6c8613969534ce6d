using System.Net;
using Microsoft.AspNetCore.Builder;
using Sluice.Server.Cluster;
using Sluice.Server.Consuming;
using Sluice.Server.Consuming.Nats;
using Sluice.Server.Hosting;
using Sluice.Server.Journal.Postgres;
using Sluice.Server.Publishing;

namespace Sluice.Server.Tests.Consuming;

public class ConsumingServicesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_node_consumes_if_it_executes(bool executes)
    {
        var builder = WebApplication.CreateSlimBuilder();

        builder.AddSluice(new SluiceOptions
        {
            StackUrl = new Uri("http://127.0.0.1:9"),
            Postgres = new PostgresOptions { Uri = "postgresql://127.0.0.1:9/sluice" },
            Cluster = new ClusterNodeOptions { Listen = new IPEndPoint(IPAddress.Loopback, 9), Executes = executes, Expelled = _ => { } },
            Consuming = new ConsumingOptions { Topics = ["payments"], Nats = new NatsOptions() },
        });

        Assert.Equal(executes, builder.Services.Any(service => service.ImplementationType == typeof(NatsConsuming)));
        Assert.Contains(builder.Services, service => service.ServiceType == typeof(RetryParkedMessage));
    }
}
