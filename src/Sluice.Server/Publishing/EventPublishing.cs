using System.Globalization;
using Microsoft.Extensions.Logging;
using Sluice.Server.Journal;

namespace Sluice.Server.Publishing;

/// <summary>Publishing as a whole, on or off. Off, it reads and writes nothing.</summary>
/// <param name="journal">The turns to tell of.</param>
/// <param name="store">How far they have been told.</param>
/// <param name="bus">What to tell them to.</param>
/// <param name="state">How it fares.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Where it says what cannot be told.</param>
public sealed class EventPublishing(
    IJournal journal, IPublishStore store, PublishingBus bus, PublishingState state, TimeProvider clock, ILogger<EventPublishing> logger)
{
    /// <summary>How old what waits may be before it is mentioned: the time of some tries.</summary>
    private static readonly TimeSpan AgeMentioned = TimeSpan.FromSeconds(10);

    /// <summary>Begins to tell what is recorded of a partition; called by its owner, before the first append.</summary>
    /// <returns>What to signal after each append, and to dispose of with the ownership; null when publishing is off.</returns>
    internal Task<FeedPublisher?> OpenPartitionAsync(int partition, CancellationToken cancellationToken) =>
        OpenAsync(() => new JournalFeed(partition, journal, store, logger), cancellationToken);

    /// <summary>Begins to tell of firings that started nothing.</summary>
    /// <returns>What to dispose of at the end; null when publishing is off.</returns>
    internal Task<FeedPublisher?> OpenFailedAsync(CancellationToken cancellationToken) =>
        OpenAsync(() => new FailedOccurrenceFeed(store), cancellationToken);

    /// <summary>Says how publishing fares.</summary>
    /// <returns>Null when it is off, OK, or how much waits, since when and why.</returns>
    public async Task<string?> CheckAsync(CancellationToken cancellationToken)
    {
        if (bus.Transport is null)
        {
            return null;
        }

        try
        {
            var lag = await store.ReadLagAsync(cancellationToken);
            var age = lag.Oldest is { } oldest ? clock.GetUtcNow() - oldest : TimeSpan.Zero;
            return age < AgeMentioned
                ? "OK"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lag.Records} records wait, the oldest for {(long)age.TotalSeconds} s{(state.Error is { } error ? $": {error}" : "")}");
        }
        catch (JournalUnavailableException exception)
        {
            return exception.Message;
        }
    }

    private async Task<FeedPublisher?> OpenAsync(Func<IPublishFeed> feed, CancellationToken cancellationToken)
    {
        if (bus.Transport is not { } transport)
        {
            return null;
        }

        var publisher = new FeedPublisher(feed(), store, transport, state, clock);
        try
        {
            await publisher.OpenAsync(cancellationToken);
            return publisher;
        }
        catch
        {
            await publisher.DisposeAsync();
            throw;
        }
    }
}
