using Sluice.Engine.Triggers;
using Sluice.Server.Journal;

namespace Sluice.Server.Triggers;

/// <summary>
/// Stored triggers. Every member throws <see cref="JournalUnavailableException"/> when the store does not answer, and the writing
/// ones <see cref="JournalFullException"/> when too many writes wait.
/// </summary>
public interface ITriggerStore
{
    /// <summary>Stores a trigger; durable when the task completes. Storing it again changes nothing.</summary>
    /// <param name="trigger">The trigger.</param>
    /// <param name="atMost">How many triggers may be there afterwards, deleted ones not counted.</param>
    /// <param name="cancellationToken">Stops the wait, not a write under way.</param>
    /// <returns>False when there are that many already; then nothing is stored.</returns>
    Task<bool> AddAsync(Trigger trigger, int atMost, CancellationToken cancellationToken);

    /// <summary>Finds a trigger that is not deleted.</summary>
    /// <returns>Null when there is none of this id.</returns>
    Task<Trigger?> FindAsync(TriggerId id, CancellationToken cancellationToken);

    /// <summary>Lists the triggers that are not deleted, oldest first, then by id.</summary>
    /// <param name="name">Only those whose names contain this, whatever the case; null for all.</param>
    /// <param name="range">The stretch of the list.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<Trigger>> ListAsync(string? name, ListRange range, CancellationToken cancellationToken);

    /// <summary>Marks a trigger as deleted.</summary>
    /// <returns>False when there is none of this id, or it is deleted already.</returns>
    Task<bool> DeleteAsync(TriggerId id, DateTimeOffset deletedAt, CancellationToken cancellationToken);
}
