using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Sluice.Server.Publishing;
using Sluice.Server.Tests.Partitions;
using Sluice.Testing;

namespace Sluice.Server.Tests.Publishing;

/// <summary>Publishing to a real NATS server that comes and goes.</summary>
public sealed class NatsPublishingTests
{
    private const string Subject = "acme.orchestration";
    private const string Stream = "acme_orchestration";

    private static readonly string[] OneStage = ["STARTED_WORKFLOW", "STARTED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_reach_a_stream_that_is_made_for_them_with_their_id_and_trace_context()
    {
        await using var nats = await NatsServer.StartAsync();
        await using var server = await PublishingServer.StartAsync(Options(nats));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        await server.RunAsync(workflow);
        await server.DrainedAsync();

        var messages = await ReadAsync(nats, Stream);
        Assert.Equal(OneStage, messages.Select(message => message.Type));
        Assert.All(messages, message =>
        {
            Assert.Equal(Subject, message.Subject);
            Assert.True(Guid.TryParse(message.Headers!["_watermill_message_uuid"], out _));
            Assert.Equal("{}", message.Headers["otel-context"]);
        });
    }

    [Fact]
    public async Task A_stream_that_holds_the_subject_already_is_used()
    {
        await using var nats = await NatsServer.StartAsync();
        await using (var connection = new NatsConnection(new NatsOpts { Url = nats.Url }))
        {
            await new NatsJSContext(connection).CreateStreamAsync(new StreamConfig("everything", ["acme.>"]), Cancellation);
        }

        await using var server = await PublishingServer.StartAsync(Options(nats));
        await server.RunAsync(await server.AddWorkflowAsync("""{"noop":{}}"""));
        await server.DrainedAsync();

        Assert.Equal(4, (await ReadAsync(nats, "everything")).Count);
    }

    [Fact]
    public async Task A_server_that_is_killed_again_and_again_gets_everything_in_order()
    {
        await using var nats = await NatsServer.StartAsync();
        await using var server = await PublishingServer.StartAsync(Options(nats));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        var instances = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var running = server.RunAsync(workflow, 200);
            await nats.KillAsync();
            instances.AddRange((await running).Concat(await server.RunAsync(workflow, 50)).Select(id => id.ToString()));
            await nats.RunAsync();
        }

        await server.DrainedAsync();

        var byInstance = (await ReadAsync(nats, Stream)).DistinctBy(message => message.Key).ToLookup(message => message.Instance);
        Assert.Equal(750, instances.Count);
        Assert.All(instances, instance => Assert.Equal(OneStage, byInstance[instance].Select(message => message.Type)));
    }

    [Fact]
    public async Task A_server_that_is_not_there_yet_holds_up_no_instance()
    {
        await using var nats = await NatsServer.StartAsync();
        await nats.KillAsync();
        await using var server = await PublishingServer.StartAsync(Options(nats));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        await server.RunAsync(workflow, 20);
        await PartitionUnderTest.UntilAsync(() => server.Service<PublishingState>().Error is not null, "the bus is missed");
        await nats.RunAsync();
        await server.DrainedAsync();

        Assert.Equal(80, (await ReadAsync(nats, Stream)).Count);
        Assert.Null(server.Service<PublishingState>().Error);
    }

    private static PublishingOptions Options(NatsServer nats) => new()
    {
        Transport = PublishingTransport.Nats,
        Topics = new TopicMapping([KeyValuePair.Create("*", Subject)]),
        Nats = new NatsOptions { Url = nats.Url, ReconnectWait = TimeSpan.FromMilliseconds(100) },
    };

    private static async Task<List<NatsMessage>> ReadAsync(NatsServer nats, string stream)
    {
        await using var connection = new NatsConnection(new NatsOpts { Url = nats.Url });
        var jetStream = new NatsJSContext(connection);
        var expected = (int)(await jetStream.GetStreamAsync(stream, cancellationToken: Cancellation)).Info.State.Messages;
        var consumer = await jetStream.CreateOrderedConsumerAsync(stream, cancellationToken: Cancellation);
        var messages = new List<NatsMessage>();
        await foreach (var message in consumer.ConsumeAsync<byte[]>(cancellationToken: Cancellation))
        {
            messages.Add(new NatsMessage(message.Subject, message.Headers, JsonElement.Parse(message.Data)));
            if (messages.Count == expected)
            {
                break;
            }
        }

        return messages;
    }

    private sealed record NatsMessage(string Subject, NatsHeaders? Headers, JsonElement Envelope)
    {
        public string Type => Envelope.GetProperty("type").GetString()!;

        public string Key => Envelope.GetProperty("idempotency_key").GetString()!;

        public string Instance => Envelope.GetProperty("payload").GetProperty("instanceID").GetString()!;
    }
}
