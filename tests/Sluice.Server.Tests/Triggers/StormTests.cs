using System.Collections.Concurrent;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Triggers;

/// <summary>Events delivered far more often than they happened, and triggers far more than anybody has.</summary>
public sealed class StormTests
{
    /// <summary>How often each event is delivered: 20 times, or what <c>SLUICE_STORM_TIMES</c> asks for.</summary>
    private readonly int _times = int.Parse(
        Environment.GetEnvironmentVariable("SLUICE_STORM_TIMES") ?? "20", System.Globalization.CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ORDINARY")]
    [InlineData("SAVED_PAYMENT")]
    public async Task A_thousand_events_delivered_again_and_again_over_restarts_start_a_thousand_instances(string type)
    {
        const int Events = 1_000;
        const int Restarts = 4;
        await using var server = await TriggerServer.StartAsync();
        var workflow = await server.AddWorkflowAsync();
        var trigger = await server.AddTriggerAsync(workflow, type, "event.id != ''", ("id", "event.id"));
        var seed = Random.Shared.Next();
        var random = new Random(seed);

        // Payments are told from their ids whatever the message's key says, other events from their keys alone.
        var deliveries = Enumerable.Range(0, Events * _times).Select(n => type == "SAVED_PAYMENT"
            ? TriggerServer.Event(type, $"k{n}", $$"""{"id":"p{{n % Events}}"}""")
            : TriggerServer.Event(type, $"k{n % Events}", $$"""{"id":"p{{n % Events}}","delivery":{{n}}}""")).ToArray();
        random.Shuffle(deliveries);
        var waiting = new ConcurrentQueue<EventEnvelope>(deliveries);

        for (var run = 0; run <= Restarts; run++)
        {
            var last = run == Restarts;
            var most = last ? int.MaxValue : deliveries.Length / (Restarts + 1);
            var delivering = DeliverAsync(server, waiting, most);
            if (last)
            {
                await delivering;
            }
            else
            {
                // In the middle of the deliveries: those under way are answered or fail, and are then delivered again.
                var half = deliveries.Length - (run * most) - (most / 2);
                await Partitions.PartitionUnderTest.UntilAsync(() => waiting.Count < half, "half of the run is delivered");
                await server.RestartAsync();
                await delivering;
            }
        }

        var occurrences = await server.OccurrencesAsync(trigger);
        Assert.True(occurrences.Count == Events, $"seed {seed}: {occurrences.Count} occurrences");
        Assert.All(occurrences, listed => Assert.Null(listed.Occurrence.Error));
        Assert.Equal(Events, occurrences.Select(listed => listed.Instance!.Id).Distinct().Count());
        Assert.Equal(Events, await server.InstanceCountAsync(workflow));
    }

    [Fact]
    public async Task Of_ten_thousand_triggers_on_one_type_those_fire_that_want_the_event()
    {
        const int Triggers = 10_000;
        await using var server = await TriggerServer.StartAsync();
        var workflow = await server.AddWorkflowAsync();
        var added = await Task.WhenAll(Enumerable.Range(0, Triggers).Select(
            n => server.AddTriggerAsync(workflow, "CROWDED", $"event.n == {n} || event.all == true")));

        await HandleAsync(server, "one", """{"n":1234}""");
        await server.RestartAsync();
        await HandleAsync(server, "two", """{"n":9999}""");
        Assert.Equal(2, await server.InstanceCountAsync(workflow));
        await HandleAsync(server, "all", """{"all":true}""");

        Assert.Equal(Triggers + 2, await server.InstanceCountAsync(workflow));
        Assert.Equal(2, (await server.OccurrencesAsync(added[1234])).Count);
        Assert.Single(await server.OccurrencesAsync(added[0]));
    }

    [Fact]
    public async Task It_is_known_which_types_nobody_looks_at_while_triggers_come_and_go()
    {
        await using var server = await TriggerServer.StartAsync();
        var workflow = await server.AddWorkflowAsync();
        Assert.True(server.Index.MayWant("A"), "nothing has been read yet");
        await HandleAsync(server, "first", "{}");
        Assert.False(server.Index.MayWant("A"));

        var (one, two) = (await server.AddTriggerAsync(workflow, "A"), await server.AddTriggerAsync(workflow, "A"));
        Assert.True(server.Index.MayWant("A"));
        Assert.False(server.Index.MayWant("B"));

        await server.DeleteTriggerAsync(one);
        Assert.True(server.Index.MayWant("A"));
        await server.DeleteTriggerAsync(two);
        Assert.False(server.Index.MayWant("A"));
    }

    private static async Task HandleAsync(TriggerServer server, string key, string payload) =>
        Assert.Null(await server.HandleEvent.HandleAsync(TriggerServer.Event("CROWDED", key, payload), null, Cancellation));

    /// <summary>Delivers until <paramref name="most"/> are acknowledged; those that fail meanwhile do not count, or a slow restart would use them all up.</summary>
    private static async Task DeliverAsync(TriggerServer server, ConcurrentQueue<EventEnvelope> waiting, int most)
    {
        var left = most;
        await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            while (Volatile.Read(ref left) > 0 && waiting.TryDequeue(out var envelope))
            {
                try
                {
                    if (await server.HandleEvent.HandleAsync(envelope, null, Cancellation) is null)
                    {
                        Interlocked.Decrement(ref left);
                        continue;
                    }
                }
                catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
                {
                    // As a transport sees it: not acknowledged, so it comes again.
                }

                waiting.Enqueue(envelope);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Cancellation);
            }
        })));
    }
}
