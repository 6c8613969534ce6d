using Sluice.Server.Publishing;

namespace Sluice.Simulation.Planted;

/// <summary>A clock that is fast by a good second.</summary>
internal sealed class FastClock(TimeProvider clock) : TimeProvider
{
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(1.5);

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + Lead;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);
}

/// <summary>Moves the cursor as soon as entries are read.</summary>
internal sealed class HastyFeed(IPublishFeed feed, IPublishStore store) : IPublishFeed
{
    public int Partition => feed.Partition;

    public TimeSpan PollInterval => feed.PollInterval;

    public async Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var entries = await feed.ReadAsync(after, limit, cancellationToken);
        if (entries.Count > 0)
        {
            await store.AdvanceCursorAsync(Partition, entries[^1].Position, cancellationToken);
        }

        return entries;
    }
}

/// <summary>Takes a refusal of the bus for an acknowledgement.</summary>
internal sealed class DeafTransport(IEventTransport transport) : IEventTransport
{
    public async Task PublishAsync(PublishedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await transport.PublishAsync(message, cancellationToken);
        }
        catch (PublishFailedException)
        {
            // Nothing is made of it.
        }
    }

    public ValueTask DisposeAsync() => transport.DisposeAsync();
}
