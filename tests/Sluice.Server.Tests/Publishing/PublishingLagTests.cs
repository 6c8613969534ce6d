using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Journal;
using Sluice.Server.Publishing;
using Sluice.Server.Tests.Journal;

namespace Sluice.Server.Tests.Publishing;

public sealed class PublishingLagTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_waits_is_told_once_it_has_waited_long_with_what_the_bus_said()
    {
        await using var store = new SqliteUnderTest();
        var services = new ServiceCollection().AddLogging();
        store.Register(services);
        await using var provider = services.BuildServiceProvider();
        var journal = provider.GetRequiredService<IJournal>();
        var clock = new FakeTimeProvider(TestInstance.Noon);
        var state = new PublishingState(NullLogger<PublishingState>.Instance);
        var cursors = provider.GetRequiredService<IPublishStore>();
        await using var bus = new PublishingBus(new DeadTransport());
        var publishing = new EventPublishing(journal, cursors, bus, state, clock, NullLogger<EventPublishing>.Instance);
        await cursors.OpenCursorAsync(0, Cancellation);
        var append = new TestInstance().Next(await journal.TakeEpochAsync(0, Cancellation));
        await journal.AppendAsync(append, Cancellation);

        clock.SetUtcNow(append.Record.At.AddSeconds(9));
        Assert.Equal("OK", await publishing.CheckAsync(Cancellation));
        clock.SetUtcNow(append.Record.At.AddSeconds(90));
        Assert.Equal("1 records wait, the oldest for 90 s", await publishing.CheckAsync(Cancellation));
        state.OnFailed(new PublishFailedException("no bus"), first: true);
        Assert.Equal("1 records wait, the oldest for 90 s: no bus", await publishing.CheckAsync(Cancellation));
    }

    private sealed class DeadTransport : IEventTransport
    {
        public Task PublishAsync(PublishedMessage message, CancellationToken cancellationToken) => throw new PublishFailedException("no bus");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
