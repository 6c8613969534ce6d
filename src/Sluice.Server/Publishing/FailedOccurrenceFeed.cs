namespace Sluice.Server.Publishing;

/// <summary>The firings that started nothing, and so are in no partition's journal.</summary>
internal sealed class FailedOccurrenceFeed(IPublishStore store) : IPublishFeed
{
    public int Partition => IPublishStore.FailedOccurrences;

    /// <summary>Failures are rare, so looking is cheaper than being told.</summary>
    public TimeSpan PollInterval => TimeSpan.FromSeconds(1);

    public async Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var failed = await store.ReadFailedAsync(after, limit, cancellationToken);
        return [.. failed.Select(row => new FeedEntry(row.Position, [EventMessages.OfFailed(row.Occurrence)]))];
    }
}
