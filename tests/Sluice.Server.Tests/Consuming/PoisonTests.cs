using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sluice.Engine;
using Sluice.Engine.Workflows;
using Sluice.Server.Consuming;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;
using Sluice.Server.Tests.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Consuming;

/// <summary>Messages that no delivery makes right.</summary>
public sealed class PoisonTests
{
    private static readonly ListRange All = new(null, null, 1_000);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Unreadable => new()
    {
        { "{", "" },
        { "[]", "expected an object but was an array" },
        { "", "" },
        { "{}", "type: missing" },
        { """{"type":7}""", "type: expected a string but was a number" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_is_no_event_is_parked_at_once_with_its_reason(string body, string reason)
    {
        await using var server = await TriggerServer.StartAsync();
        var message = new ReceivedMessage("topic", "id", Encoding.UTF8.GetBytes(body));

        Assert.Equal(MessageOutcome.Done, await server.Service<ConsumeMessage>().HandleAsync(message, Cancellation));

        var parked = Assert.Single(await server.Service<IParkedMessageStore>().ListAsync(All, Cancellation));
        Assert.StartsWith(reason, parked.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(parked.Reason);
        Assert.Equal(
            (ParkedMessageId.Of(message), "topic", "id", 1, body.Length, body),
            (parked.Id, parked.Topic, parked.MessageId, parked.Tries, parked.Size, Encoding.UTF8.GetString(parked.Body.Span)));
    }

    [Fact]
    public async Task What_is_too_large_is_parked_and_cut()
    {
        await using var server = await TriggerServer.StartAsync();
        var message = new ReceivedMessage("topic", new string('i', Limits.EventKeyCharsMax + 1), new byte[Limits.EnvelopeBytesMax + 1]);

        Assert.Equal(MessageOutcome.Done, await server.Service<ConsumeMessage>().HandleAsync(message, Cancellation));

        var parked = Assert.Single(await server.Service<IParkedMessageStore>().ListAsync(All, Cancellation));
        Assert.Equal((Limits.EventKeyCharsMax, ParkedMessage.BodyBytesMax), (parked.MessageId.Length, parked.Body.Length));
        Assert.Equal(
            $"only the first {ParkedMessage.BodyBytesMax} of the message's {Limits.EnvelopeBytesMax + 1} bytes are kept; publish it again",
            (await server.Service<RetryParkedMessage>().HandleAsync(parked.Id, Cancellation))!.Message);
    }

    [Fact]
    public async Task A_message_that_fails_again_and_again_is_parked_and_can_be_handled_later()
    {
        var faulty = true;
        await using var server = await TriggerServer.StartAsync(change: services => Decorate<IWorkflowStore>(
            services, store => new FaultyWorkflows(store, () => faulty ? new InvalidOperationException("broken") : null)));
        faulty = false;
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        var message = new ReceivedMessage("topic", "id", Encoding.UTF8.GetBytes(NatsBus.Envelope("{}")));
        var (consume, parked) = (server.Service<ConsumeMessage>(), server.Service<IParkedMessageStore>());

        faulty = true;
        for (var n = 1; n < ConsumeMessage.TriesMax; n++)
        {
            Assert.Equal(MessageOutcome.Failed, await consume.HandleAsync(message, Cancellation));
            Assert.Empty(await parked.ListAsync(All, Cancellation));
        }

        Assert.Equal(MessageOutcome.Done, await consume.HandleAsync(message, Cancellation));
        var kept = Assert.Single(await parked.ListAsync(All, Cancellation));
        Assert.Equal(("InvalidOperationException: broken", ConsumeMessage.TriesMax), (kept.Reason, kept.Tries));
        Assert.Equal((ConsumeMessage.TriesMax, 1), (server.State.Failed, server.State.Parked));

        faulty = false;
        Assert.Null(await server.Service<RetryParkedMessage>().HandleAsync(kept.Id, Cancellation));
        Assert.Empty(await parked.ListAsync(All, Cancellation));
        Assert.Equal(1, await server.InstanceCountAsync(workflow));
    }

    [Fact]
    public async Task A_store_that_is_away_parks_nothing_however_often_it_is_tried()
    {
        Exception? fault = null;
        await using var server = await TriggerServer.StartAsync(change: services => Decorate<IWorkflowStore>(
            services, store => new FaultyWorkflows(store, () => fault)));
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        var message = new ReceivedMessage("topic", "id", Encoding.UTF8.GetBytes(NatsBus.Envelope("{}")));

        foreach (var each in new Exception[] { new JournalUnavailableException("away", new IOException()), new JournalFullException(1), new OwnerAwayException(1, null) })
        {
            fault = each;
            for (var n = 0; n <= ConsumeMessage.TriesMax; n++)
            {
                Assert.Equal(MessageOutcome.Refused, await server.Service<ConsumeMessage>().HandleAsync(message, Cancellation));
            }
        }

        fault = null;
        Assert.Equal(MessageOutcome.Done, await server.Service<ConsumeMessage>().HandleAsync(message, Cancellation));
        Assert.Empty(await server.Service<IParkedMessageStore>().ListAsync(All, Cancellation));
        Assert.Equal((3 * (ConsumeMessage.TriesMax + 1), 0), (server.State.Refused, server.State.Failed));
    }

    [Fact]
    public async Task A_message_that_cannot_be_parked_for_now_is_not_acknowledged()
    {
        await using var server = await TriggerServer.StartAsync(change: services => Decorate<IParkedMessageStore>(
            services, store => new WatchedMessages(store, () => throw new JournalFullException(1))));

        var message = new ReceivedMessage("topic", "id", "{"u8.ToArray());

        Assert.Equal(MessageOutcome.Refused, await server.Service<ConsumeMessage>().HandleAsync(message, Cancellation));
    }

    [Fact]
    public async Task Poison_between_good_messages_is_parked_side_by_side_with_them_and_holds_none_up()
    {
        const int Good = 500;
        const int Poison = 2_000;
        var parking = new ConcurrentStack<int>();
        var underWay = 0;
        await using var bus = await NatsBus.StartAsync();
        await using var server = await TriggerServer.StartAsync(change: services => Decorate<IParkedMessageStore>(
            services,
            store => new WatchedMessages(
                store, () => parking.Push(Interlocked.Increment(ref underWay)), () => Interlocked.Decrement(ref underWay))));
        var workflow = await server.AddWorkflowAsync();
        await server.AddTriggerAsync(workflow, "PAID");
        await bus.PublishAllAsync(Enumerable.Range(0, Good + Poison).Select(n => n % 5 == 0 ? NatsBus.Envelope($$"""{"n":{{n}} }""") : $"poison {n}"));

        server.Consuming = bus.Consuming;
        await server.RestartAsync();
        await bus.AcknowledgedAsync();

        Assert.Equal(Good, await server.InstanceCountAsync(workflow));
        Assert.Equal((Good, Poison, 0), (server.State.Handled, server.State.Parked, server.State.Refused));

        // Each is asked for once, and many at a time: they share the commits of the store, as good messages do.
        Assert.Equal(Poison, parking.Count);
        Assert.True(parking.Max() > 16, $"{parking.Max()} at a time");
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        var store = services.Single(service => service.ServiceType == typeof(T)).ImplementationType!;
        services.AddSingleton(store);
        services.Replace(ServiceDescriptor.Singleton(provider => decorate((T)provider.GetRequiredService(store))));
    }

    private sealed class FaultyWorkflows(IWorkflowStore store, Func<Exception?> fault) : IWorkflowStore
    {
        public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) => store.AddAsync(workflow, cancellationToken);

        public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) =>
            fault() is { } exception ? throw exception : store.FindAsync(id, cancellationToken);

        public Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken) => store.ListAsync(range, cancellationToken);

        public Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
            store.DeleteAsync(id, deletedAt, cancellationToken);
    }

    private sealed class WatchedMessages(IParkedMessageStore store, Action before, Action? after = null) : IParkedMessageStore
    {
        public async Task<ParkResult> AddAsync(ParkedMessage message, int atMost, CancellationToken cancellationToken)
        {
            before();
            var result = await store.AddAsync(message, atMost, cancellationToken);
            after?.Invoke();
            return result;
        }

        public Task<ParkedMessage?> FindAsync(ParkedMessageId id, CancellationToken cancellationToken) => store.FindAsync(id, cancellationToken);

        public Task<IReadOnlyList<ParkedMessage>> ListAsync(ListRange range, CancellationToken cancellationToken) => store.ListAsync(range, cancellationToken);

        public Task<bool> DeleteAsync(ParkedMessageId id, CancellationToken cancellationToken) => store.DeleteAsync(id, cancellationToken);
    }
}
