using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Sluice.Server.Consuming;
using Sluice.Server.Tests.Triggers;

namespace Sluice.Server.Tests.Consuming;

/// <summary>Consuming from a real NATS server.</summary>
public sealed class NatsConsumingTests : IAsyncLifetime
{
    private NatsBus _bus = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _bus = await NatsBus.StartAsync();

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task A_message_is_acknowledged_and_has_started_its_instance()
    {
        await using var server = await TriggerServer.StartAsync(_bus.Consuming);
        var trigger = await server.AddTriggerAsync(await server.AddWorkflowAsync(), "PAID", "event.amount > 1");

        await _bus.PublishAsync(NatsBus.Envelope("""{"amount":2}"""));
        await _bus.PublishAsync(NatsBus.Envelope("""{"amount":1}"""));
        await _bus.AcknowledgedAsync();

        Assert.Equal(NatsBus.Envelope("""{"amount":2}"""), Assert.Single(await server.OccurrencesAsync(trigger)).Occurrence.Event);
        Assert.Equal((2, 0, "OK"), (server.State.Handled, server.State.Parked, server.State.Check()));
    }

    [Fact]
    public async Task A_message_is_known_by_the_publishers_id_then_by_that_of_the_bus_then_by_its_place()
    {
        await using var server = await TriggerServer.StartAsync(_bus.Consuming);
        var trigger = await server.AddTriggerAsync(await server.AddWorkflowAsync(), "PAID");

        await _bus.PublishAsync(NatsBus.Envelope("""{"of":"publisher"}"""), uuid: "u", natsId: "n1");
        await _bus.PublishAsync(NatsBus.Envelope("""{"of":"publisher"}"""), uuid: "u", natsId: "n2");
        await _bus.PublishAsync(NatsBus.Envelope("""{"of":"bus"}"""), natsId: "n3");
        await Partitions.PartitionUnderTest.UntilAsync(
            async () => !await _bus.PublishAsync(NatsBus.Envelope("""{"of":"bus"}"""), natsId: "n3"), "the bus has forgotten the id");
        await _bus.PublishAsync(NatsBus.Envelope("""{"of":"place"}"""));
        await _bus.PublishAsync(NatsBus.Envelope("""{"of":"place"}"""));
        await _bus.AcknowledgedAsync();

        var payloads = (await server.OccurrencesAsync(trigger)).Select(listed => listed.Occurrence.Event).Order();
        string[] expected = [NatsBus.Envelope("""{"of":"bus"}"""), NatsBus.Envelope("""{"of":"place"}"""), NatsBus.Envelope("""{"of":"place"}"""), NatsBus.Envelope("""{"of":"publisher"}""")];
        Assert.Equal(expected, payloads);
    }

    [Fact]
    public async Task What_is_refused_for_now_is_delivered_again_until_it_is_handled()
    {
        const int Events = 300;
        await using var server = await TriggerServer.StartAsync(waitingStartsMax: 16);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        await _bus.PublishAllAsync(Enumerable.Range(0, Events).Select(n => NatsBus.Envelope($$"""{"n":{{n}} }""")));

        server.Consuming = _bus.Consuming;
        await server.RestartAsync();
        await _bus.AcknowledgedAsync();

        Assert.Equal(Events, await server.InstanceCountAsync(workflow));
        Assert.True(server.State.Refused > 0, "nothing was refused");
        Assert.Equal((Events, 0), (server.State.Handled, server.State.Parked));
    }

    [Fact]
    public async Task A_bus_that_is_killed_again_and_again_under_load_starts_each_instance_once()
    {
        const int Rounds = 3;
        const int Events = 400;
        await using var server = await TriggerServer.StartAsync(_bus.Consuming);
        var workflow = await server.AddWorkflowAsync();
        var trigger = await server.AddTriggerAsync(workflow, "PAID");

        for (var round = 0; round < Rounds; round++)
        {
            // A publisher that got no answer publishes again, so events are told by their keys.
            var publishing = _bus.PublishAllAsync(Enumerable.Range(0, Events).Select(n => NatsBus.Envelope("{}", key: $"{round}-{n}")));
            var before = server.State.Handled;
            await Partitions.PartitionUnderTest.UntilAsync(() => server.State.Handled > before, "events flow");
            await _bus.Server.KillAsync();
            await _bus.Server.RunAsync();
            await publishing;
        }

        await _bus.AcknowledgedAsync();
        Assert.Equal(Rounds * Events, await server.InstanceCountAsync(workflow));
        Assert.Equal(Rounds * Events, (await server.OccurrencesAsync(trigger)).Count);
        Assert.Equal(0, server.State.Parked);
    }

    [Fact]
    public async Task A_server_that_stops_under_load_gives_back_what_it_has_not_handled()
    {
        const int Events = 2_000;
        await using var server = await TriggerServer.StartAsync(_bus.Consuming);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        var publishing = _bus.PublishAllAsync(Enumerable.Range(0, Events).Select(n => NatsBus.Envelope($$"""{"n":{{n}} }""")));

        for (var restart = 0; restart < 3; restart++)
        {
            var state = server.State;
            await Partitions.PartitionUnderTest.UntilAsync(() => state.Handled > 100, "events flow");
            await server.RestartAsync();

            // Nothing is left to a timeout of thirty seconds: what was out is with the next one, or handled.
            Assert.Equal(0, state.Failed);
        }

        await publishing;
        await _bus.AcknowledgedAsync();
        Assert.Equal(Events, await server.InstanceCountAsync(workflow));
    }

    [Fact]
    public async Task Two_nodes_of_a_group_share_the_messages()
    {
        const int Events = 500;
        await using var one = await TriggerServer.StartAsync(_bus.Consuming);
        await using var two = await TriggerServer.StartAsync(_bus.Consuming);
        var workflows = new[] { await one.AddWorkflowAsync(), await two.AddWorkflowAsync() };
        await one.AddTriggerAsync(workflows[0], "PAID");
        await two.AddTriggerAsync(workflows[1], "PAID");
        await Partitions.PartitionUnderTest.UntilAsync(() => (one.State.Check(), two.State.Check()) == ("OK", "OK"), "both consume");

        await _bus.PublishAllAsync(Enumerable.Range(0, Events).Select(n => NatsBus.Envelope($$"""{"n":{{n}} }""")));
        await _bus.AcknowledgedAsync();

        var (first, second) = (await one.InstanceCountAsync(workflows[0]), await two.InstanceCountAsync(workflows[1]));
        Assert.Equal(Events, first + second);
        Assert.True(first > 0 && second > 0, $"one has {first}, the other {second}");
    }

    [Fact]
    public async Task The_consumer_of_an_existing_deployment_is_joined_where_it_stands()
    {
        const string Group = "orchestration";
        await _bus.JetStream.CreateConsumerAsync(NatsBus.Stream, Existing(Group), Cancellation);
        await _bus.PublishAllAsync(Enumerable.Range(0, 20).Select(n => NatsBus.Envelope($$"""{"n":{{n}} }""")));
        await AcknowledgeAsync("its.inbox", Group, 10);

        await using var server = await TriggerServer.StartAsync();
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        server.Consuming = _bus.Consuming;
        await server.RestartAsync();
        await _bus.AcknowledgedAsync(Group);

        Assert.Equal(10, await server.InstanceCountAsync(workflow));
        Assert.Equal([Group], await _bus.JetStream.ListConsumerNamesAsync(NatsBus.Stream, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Several_topics_of_one_stream_are_consumed_side_by_side()
    {
        await _bus.JetStream.CreateStreamAsync(new StreamConfig("stack", ["stack.>"]), Cancellation);
        await using var server = await TriggerServer.StartAsync();
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        server.Consuming = new ConsumingOptions { Topics = ["stack.ledger", "stack.payments", NatsBus.Topic], Nats = _bus.Consuming.Nats };
        await server.RestartAsync();

        foreach (var topic in new[] { "stack.ledger", "stack.payments", "stack.wallets", NatsBus.Topic })
        {
            (await _bus.JetStream.PublishAsync(topic, NatsBus.Envelope("{}"), cancellationToken: Cancellation)).EnsureSuccess();
        }

        await Partitions.PartitionUnderTest.UntilAsync(() => server.State.Handled == 3, "three topics are handled");
        Assert.Equal(3, await server.InstanceCountAsync(workflow));
    }

    [Fact]
    public async Task A_stream_that_is_lost_is_made_again_and_consumed()
    {
        await using var server = await TriggerServer.StartAsync(_bus.Consuming);
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        await _bus.PublishAsync(NatsBus.Envelope("{}"));
        await _bus.AcknowledgedAsync();

        await _bus.JetStream.DeleteStreamAsync(NatsBus.Stream, Cancellation);
        // Until the stream is there again nobody takes the message.
        await _bus.PublishAllAsync([NatsBus.Envelope("{}", key: "afterwards")]);
        await _bus.AcknowledgedAsync();

        Assert.Equal(2, await server.InstanceCountAsync(workflow));
    }

    [Fact]
    public async Task A_stream_that_must_exist_is_waited_for()
    {
        var consuming = new ConsumingOptions
        {
            Topics = ["later"],
            Nats = new() { Url = _bus.Server.Url, AutoProvision = false, ReconnectWait = TimeSpan.FromMilliseconds(20) },
        };
        await using var server = await TriggerServer.StartAsync(consuming);
        await Partitions.PartitionUnderTest.UntilAsync(() => server.State.Check() == "later: no stream holds the subject 'later'", "it is missed");

        await _bus.JetStream.CreateStreamAsync(new StreamConfig("later", ["later"]), Cancellation);

        await Partitions.PartitionUnderTest.UntilAsync(() => server.State.Check() == "OK", "it is consumed");
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 5)]
    [InlineData(ulong.MaxValue, 5)]
    public void A_redelivery_waits_longer_each_time_up_to_a_bound(ulong deliveries, int seconds)
    {
        var delays = Enumerable.Range(0, 100).Select(_ => RedeliveryDelay.After(deliveries)).ToList();

        Assert.All(delays, delay => Assert.InRange(delay, TimeSpan.FromSeconds(seconds / 2.0), TimeSpan.FromSeconds(seconds)));
        Assert.True(delays.Distinct().Count() > 50, "they come together");
    }

    private static ConsumerConfig Existing(string group) => new(group)
    {
        DeliverSubject = "its.inbox",
        DeliverGroup = group,
        FilterSubject = NatsBus.Topic,
        AckPolicy = ConsumerConfigAckPolicy.Explicit,
        AckWait = TimeSpan.FromSeconds(2),
    };

    /// <summary>Acknowledges the first messages as another member of the group, which then leaves.</summary>
    private async Task AcknowledgeAsync(string inbox, string group, int count)
    {
        await using var subscription = await _bus.Connection.SubscribeCoreAsync<byte[]>(inbox, group, cancellationToken: Cancellation);
        await foreach (var message in subscription.Msgs.ReadAllAsync(Cancellation))
        {
            await new NatsJSMsg<byte[]>(message, _bus.JetStream).AckAsync(new AckOpts { DoubleAck = true }, Cancellation);
            if (--count == 0)
            {
                return;
            }
        }
    }
}
