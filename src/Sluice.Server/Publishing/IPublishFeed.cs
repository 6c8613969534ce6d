namespace Sluice.Server.Publishing;

/// <summary>A log that is told to the bus, entry by entry in its order.</summary>
internal interface IPublishFeed
{
    /// <summary>The number that its cursor is kept under.</summary>
    int Partition { get; }

    /// <summary>How long to wait before looking again when nobody says that there is more.</summary>
    TimeSpan PollInterval { get; }

    /// <summary>Reads the entries after a position, those included that nothing is told of.</summary>
    Task<IReadOnlyList<FeedEntry>> ReadAsync(long after, int limit, CancellationToken cancellationToken);
}

/// <summary>One entry of a log.</summary>
/// <param name="Position">Its place.</param>
/// <param name="Messages">What the bus is told of it, which may be nothing.</param>
internal readonly record struct FeedEntry(long Position, IReadOnlyList<PublishedMessage> Messages);
