using System.Text;
using Confluent.Kafka;
using Sluice.Engine.Triggers;
using Sluice.Server.Consuming;
using Sluice.Server.Kafka;
using Sluice.Server.Tests.Partitions;
using Sluice.Server.Tests.Triggers;
using Sluice.Testing;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Sluice.Server.Tests.Consuming;

/// <summary>Consuming from Kafka brokers that librdkafka plays.</summary>
public sealed class KafkaConsumingTests : IDisposable
{
    private const string Topic = "acme-payments";
    private const string Group = "orchestration";
    private const int Partitions = 6;

    private readonly KafkaCluster _kafka = KafkaCluster.Start(brokers: 3);
    private readonly IProducer<Null, byte[]> _producer;
    private readonly IConsumer<Ignore, Ignore> _reader;
    private int _published;

    public KafkaConsumingTests()
    {
        _kafka.CreateTopic(Topic, Partitions);
        _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = _kafka.Brokers, LingerMs = 0 })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        _reader = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = _kafka.Brokers, GroupId = Group })
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ConsumingOptions Consuming => new()
    {
        Topics = [Topic],
        QueueGroup = Group,
        Kafka = new KafkaOptions { Brokers = _kafka.Brokers.Split(',') },
    };

    public void Dispose()
    {
        _reader.Dispose();
        _producer.Dispose();
        _kafka.Dispose();
    }

    [Fact]
    public async Task Messages_start_their_instances_and_are_noted_as_done()
    {
        const int Events = 200;
        await using var server = await TriggerServer.StartAsync(Consuming);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");

        await PublishAsync(Enumerable.Range(0, Events).Select(n => NatsBus.Envelope($$"""{"n":{{n}} }""")));
        await PartitionUnderTest.UntilAsync(() => server.State.Handled == Events, "all are handled");
        await PartitionUnderTest.UntilAsync(() => Committed() == Events, "all are noted");

        Assert.Equal(Events, await server.InstanceCountAsync(workflow));
        Assert.Equal("OK", server.State.Check());
    }

    [Fact]
    public async Task A_message_is_known_by_the_publishers_id_and_otherwise_by_its_place()
    {
        await using var server = await TriggerServer.StartAsync(Consuming);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");

        foreach (var id in new[] { "u", "u", null, null })
        {
            await PublishAsync(NatsBus.Envelope("{}"), id);
        }

        await PartitionUnderTest.UntilAsync(() => server.State.Handled == 4, "all are handled");
        Assert.Equal(3, await server.InstanceCountAsync(workflow));
    }

    [Fact]
    public async Task A_server_that_stops_under_load_goes_on_where_it_was()
    {
        await using var server = await TriggerServer.StartAsync(Consuming);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");

        var handled = 0L;
        for (var restart = 0; restart < 2; restart++)
        {
            // The group takes this member's notes, which it does not while it deals out its partitions.
            var (state, committed) = (server.State, Committed());
            await PublishUntilAsync(() => state.Handled > 0 && Committed() > committed);

            var publishing = PublishNextAsync(500);
            var before = state.Handled;
            await PartitionUnderTest.UntilAsync(() => state.Handled > before, "events flow");
            await server.RestartAsync();
            handled += state.Handled;
            await publishing;
        }

        await PartitionUnderTest.UntilAsync(() => Committed() == _published, "all are noted");
        Assert.Equal(_published, await server.InstanceCountAsync(workflow));

        // A stop that is not a crash leaves nothing to be handled twice.
        Assert.Equal(_published, handled + server.State.Handled);
    }

    [Fact]
    public async Task What_is_refused_for_now_is_tried_again_until_it_is_handled()
    {
        const int Events = 300;
        await using var server = await TriggerServer.StartAsync(waitingStartsMax: 16);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        await PublishAsync(Enumerable.Range(0, Events).Select(n => NatsBus.Envelope($$"""{"n":{{n}} }""")));

        server.Consuming = Consuming;
        await server.RestartAsync();
        await PartitionUnderTest.UntilAsync(() => Committed() == Events, "all are noted");

        Assert.Equal(Events, await server.InstanceCountAsync(workflow));
        Assert.True(server.State.Refused > 0, "nothing was refused");
    }

    [Fact]
    public async Task Poison_is_parked_and_passed_over()
    {
        await using var server = await TriggerServer.StartAsync(Consuming);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");

        await PublishAsync(Enumerable.Range(0, 300).Select(n => n % 3 == 0 ? NatsBus.Envelope($$"""{"n":{{n}} }""") : $"poison {n}"));
        await PartitionUnderTest.UntilAsync(() => Committed() == 300, "all are noted");

        Assert.Equal((100, 200), (server.State.Handled, server.State.Parked));
        Assert.Equal(100, await server.InstanceCountAsync(workflow));
        Assert.Equal(200, (await server.Service<IParkedMessageStore>().ListAsync(new(null, null, 1_000), Cancellation)).Count);
    }

    [Fact]
    public async Task Brokers_that_go_down_again_and_again_lose_nothing_and_double_nothing()
    {
        const int Rounds = 3;
        const int Events = 300;
        await using var server = await TriggerServer.StartAsync(Consuming);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");

        for (var round = 0; round < Rounds; round++)
        {
            await PublishAsync(Enumerable.Range(0, Events).Select(n => NatsBus.Envelope("{}", key: $"{round}-{n}")));
            var target = (round * Events) + 1;
            await PartitionUnderTest.UntilAsync(() => server.State.Handled >= target, "events flow");
            _kafka.TakeDown();
            _kafka.BringUp();
        }

        await PartitionUnderTest.UntilAsync(() => Committed() == Rounds * Events, "all are noted");
        Assert.Equal(Rounds * Events, await server.InstanceCountAsync(workflow));
    }

    [Fact]
    public async Task Nodes_that_join_and_leave_share_the_messages_and_lose_none()
    {
        await using var one = await TriggerServer.StartAsync(Consuming);
        await using var two = await TriggerServer.StartAsync();
        var triggers = new[]
        {
            await one.AddTriggerAsync(await one.AddWorkflowAsync(), "PAID"),
            await two.AddTriggerAsync(await two.AddWorkflowAsync(), "PAID"),
        };

        await PublishUntilAsync(() => one.State.Handled > 100);
        two.Consuming = Consuming;
        await two.RestartAsync();
        await PublishUntilAsync(() => two.State.Handled > 100);
        one.Consuming = null;
        await one.RestartAsync();
        await PublishNextAsync(100);
        await PartitionUnderTest.UntilAsync(() => Committed() == _published, "all are noted");

        // What is done is delivered again when the brokers did not take the note of it, as these do not while the group deals out
        // its partitions. Each node knows its own instances only, so an event may be with both; it is with at least one, once.
        var events = new[] { await EventsAsync(one, triggers[0]), await EventsAsync(two, triggers[1]) };
        Assert.All(events, each => Assert.Equal(each.Count, each.Distinct().Count()));
        Assert.Equal(_published, events.SelectMany(each => each).Distinct().Count());
    }

    private static async Task<List<string>> EventsAsync(TriggerServer server, TriggerId trigger) =>
        [.. (await server.OccurrencesAsync(trigger)).Select(listed => listed.Occurrence.Event)];

    /// <summary>How many messages the group has noted as done, over all partitions.</summary>
    private long Committed()
    {
        var partitions = Enumerable.Range(0, Partitions).Select(partition => new TopicPartition(Topic, partition));
        try
        {
            return _reader.Committed(partitions, TimeSpan.FromSeconds(10)).Sum(committed => Math.Max(0, committed.Offset.Value));
        }
        catch (KafkaException exception) when (exception.Error.Code is ErrorCode.Local_TimedOut or ErrorCode.Local_Transport)
        {
            // The brokers have just come back.
            return -1;
        }
    }

    /// <summary>Publishes further events, each with a key of its own, a few at a time.</summary>
    private async Task PublishUntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await PublishNextAsync(10);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancellation);
        }
    }

    private Task PublishNextAsync(int count)
    {
        var first = _published;
        _published += count;
        return PublishAsync(Enumerable.Range(first, count).Select(n => NatsBus.Envelope("{}", key: $"{n}")));
    }

    private Task PublishAsync(IEnumerable<string> bodies) => Task.WhenAll(bodies.Select(body => PublishAsync(body, null)));

    private async Task PublishAsync(string body, string? id) => await _producer.ProduceAsync(
        Topic,
        new Message<Null, byte[]>
        {
            Value = Encoding.UTF8.GetBytes(body),
            Headers = id is null ? [] : [new Header(ReceivedMessage.IdHeader, Encoding.UTF8.GetBytes(id))],
        },
        Cancellation);
}
