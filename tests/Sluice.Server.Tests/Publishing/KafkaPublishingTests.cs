using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Sluice.Server.Kafka;
using Sluice.Server.Publishing;
using Sluice.Server.Tests.Partitions;
using Sluice.Testing;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Sluice.Server.Tests.Publishing;

/// <summary>Publishing to Kafka brokers that come and go.</summary>
public sealed class KafkaPublishingTests
{
    private const string Topic = "acme-orchestration";

    private static readonly string[] OneStage = ["STARTED_WORKFLOW", "STARTED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_reach_the_topic_without_a_key_and_with_their_id_and_trace_context()
    {
        using var kafka = KafkaCluster.Start();
        await using var server = await PublishingServer.StartAsync(Options(kafka));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        await server.RunAsync(workflow);
        await server.DrainedAsync();

        var messages = Read(kafka, 4);
        Assert.Equal(OneStage, messages.Select(message => message.Type));
        Assert.All(messages, message =>
        {
            Assert.Null(message.Key);
            Assert.True(Guid.TryParse(message.Headers["_watermill_message_uuid"], out _));
            Assert.Equal("{}", message.Headers["otel-context"]);
        });
    }

    [Fact]
    public async Task Each_instance_has_one_partition_and_each_partition_has_instances()
    {
        using var kafka = KafkaCluster.Start(brokers: 3);
        kafka.CreateTopic(Topic, partitions: 6);
        await using var server = await PublishingServer.StartAsync(Options(kafka));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        await server.RunAsync(workflow, 100);
        await server.DrainedAsync();

        var messages = Read(kafka, 400);
        Assert.All(messages.GroupBy(message => message.Instance), instance => Assert.Single(instance.Select(message => message.Partition).Distinct()));
        Assert.Equal(6, messages.Select(message => message.Partition).Distinct().Count());
    }

    [Fact]
    public async Task Brokers_that_go_down_again_and_again_get_everything_in_order()
    {
        using var kafka = KafkaCluster.Start(brokers: 3);
        kafka.CreateTopic(Topic, partitions: 6);
        await using var server = await PublishingServer.StartAsync(Options(kafka));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        var instances = new List<string>();
        for (var round = 0; round < 3; round++)
        {
            var running = server.RunAsync(workflow, 200);
            kafka.TakeDown();
            instances.AddRange((await running).Concat(await server.RunAsync(workflow, 50)).Select(id => id.ToString()));
            kafka.BringUp();
        }

        await server.DrainedAsync();

        AssertComplete(instances, Read(kafka, instances.Count * OneStage.Length));
    }

    [Fact]
    public async Task Refused_messages_are_offered_again_in_order()
    {
        using var kafka = KafkaCluster.Start();
        kafka.CreateTopic(Topic, partitions: 2);
        await using var server = await PublishingServer.StartAsync(Options(kafka));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        // The first is tried again by the client, the others by the publisher.
        kafka.Refuse(
            KafkaRequest.Produce,
            ErrorCode.NotLeaderForPartition, ErrorCode.TopicAuthorizationFailed, ErrorCode.NoError, ErrorCode.TopicAuthorizationFailed);
        var instances = (await server.RunAsync(workflow, 30)).Select(id => id.ToString()).ToList();
        await server.DrainedAsync();

        AssertComplete(instances, Read(kafka, instances.Count * OneStage.Length));
        Assert.Null(server.Service<PublishingState>().Error);
    }

    [Fact]
    public async Task Brokers_that_are_not_there_yet_hold_up_no_instance()
    {
        using var kafka = KafkaCluster.Start();
        kafka.TakeDown();
        await using var server = await PublishingServer.StartAsync(Options(kafka));
        var workflow = await server.AddWorkflowAsync("""{"noop":{}}""");

        var instances = (await server.RunAsync(workflow, 20)).Select(id => id.ToString()).ToList();
        await PartitionUnderTest.UntilAsync(() => server.Service<PublishingState>().Error is not null, "the bus is missed");
        kafka.BringUp();
        await server.DrainedAsync();

        AssertComplete(instances, Read(kafka, 80));
        Assert.Null(server.Service<PublishingState>().Error);
    }

    private static PublishingOptions Options(KafkaCluster kafka) => new()
    {
        Transport = PublishingTransport.Kafka,
        Topics = new TopicMapping([KeyValuePair.Create("*", Topic)]),
        Kafka = new KafkaOptions { Brokers = kafka.Brokers.Split(',') },
    };

    /// <summary>Every instance is told in order, copies aside.</summary>
    private static void AssertComplete(List<string> instances, IEnumerable<KafkaMessage> messages)
    {
        var byInstance = messages.DistinctBy(message => message.IdempotencyKey).ToLookup(message => message.Instance);
        Assert.Equal(instances.Count, byInstance.Count);
        Assert.All(instances, instance => Assert.Equal(OneStage, byInstance[instance].Select(message => message.Type)));
    }

    /// <summary>Reads the topic until it has yielded as many different messages.</summary>
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(30);

    private static List<KafkaMessage> Read(KafkaCluster kafka, int distinct)
    {
        using var consumer = new ConsumerBuilder<string?, string>(new ConsumerConfig
        {
            BootstrapServers = kafka.Brokers,
            GroupId = "reader",
        }).Build();
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = admin.GetMetadata(Topic, ReadWithin).Topics.Single().Partitions;

        // Not as a member: a group is dealt its partitions only after a while.
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(Topic, partition.PartitionId, Offset.Beginning)));
        var (messages, keys) = (new List<KafkaMessage>(), new HashSet<string>());
        while (keys.Count < distinct)
        {
            var next = consumer.Consume(ReadWithin);
            Assert.True(next is not null, $"{keys.Count} of {distinct} messages are there");
            var message = new KafkaMessage(next);
            messages.Add(message);
            keys.Add(message.IdempotencyKey);
        }

        return messages;
    }

    private sealed class KafkaMessage(ConsumeResult<string?, string> result)
    {
        private readonly JsonElement _envelope = JsonElement.Parse(result.Message.Value);

        public string? Key => result.Message.Key;

        public int Partition => result.Partition.Value;

        public Dictionary<string, string> Headers { get; } =
            result.Message.Headers.ToDictionary(header => header.Key, header => Encoding.UTF8.GetString(header.GetValueBytes()));

        public string Type => _envelope.GetProperty("type").GetString()!;

        public string IdempotencyKey => _envelope.GetProperty("idempotency_key").GetString()!;

        public string Instance => _envelope.GetProperty("payload").GetProperty("instanceID").GetString()!;
    }
}
