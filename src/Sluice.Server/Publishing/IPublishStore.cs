using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Triggers;

namespace Sluice.Server.Publishing;

/// <summary>
/// How far the logs have been told to the bus, and what telling them needs beside the journal. A cursor stands at the last position
/// that the bus has acknowledged. Implementations are safe for concurrent use.
/// </summary>
/// <remarks>Every call may throw <see cref="JournalUnavailableException"/>; those that write, <see cref="JournalFullException"/> too.</remarks>
public interface IPublishStore
{
    /// <summary>Stands for the log of firings that started nothing, where a partition is asked for.</summary>
    const int FailedOccurrences = -1;

    /// <summary>The cursor of a log. The first time it is set to the end of the log: what happened before publishing is not told.</summary>
    /// <param name="partition">The partition, or <see cref="FailedOccurrences"/>.</param>
    /// <param name="cancellationToken">Ends the wait only.</param>
    /// <returns>The cursor, durable.</returns>
    Task<long> OpenCursorAsync(int partition, CancellationToken cancellationToken);

    /// <summary>Moves the cursor of a log forward; one that is further already stays.</summary>
    Task AdvanceCursorAsync(int partition, long position, CancellationToken cancellationToken);

    /// <summary>Finds the workflow that an instance runs.</summary>
    /// <returns>Null when there is no such instance.</returns>
    Task<WorkflowId?> FindWorkflowAsync(InstanceId instance, CancellationToken cancellationToken);

    /// <summary>Reads firings that started nothing in the order of their commits, with their positions.</summary>
    /// <param name="after">Only later ones than this position.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<(long Position, Occurrence Occurrence)>> ReadFailedAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>How far the cursors that there are stand behind their logs.</summary>
    Task<PublishLag> ReadLagAsync(CancellationToken cancellationToken);
}

/// <summary>How far publishing is behind.</summary>
/// <param name="Records">How many records and failed firings wait; counting stops at a hundred thousand per log.</param>
/// <param name="Oldest">When the one that waits longest was committed; null when none waits.</param>
public readonly record struct PublishLag(long Records, DateTimeOffset? Oldest);
