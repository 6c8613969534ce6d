using Sluice.Engine.Triggers;
using Sluice.Server.Journal;

namespace Sluice.Server.Triggers;

/// <summary>
/// Stored occurrences. Those that started an instance come in by <see cref="IJournal.AppendAsync"/>, in one commit with the start.
/// Errors are those of <see cref="ITriggerStore"/>.
/// </summary>
public interface IOccurrenceStore
{
    /// <summary>Stores an occurrence that started nothing; durable when the task completes. One of the same id stays as it is.</summary>
    Task AddFailedAsync(Occurrence occurrence, CancellationToken cancellationToken);

    /// <summary>Lists the occurrences of a trigger, deleted or not, oldest first, then by id.</summary>
    Task<IReadOnlyList<ListedOccurrence>> ListAsync(TriggerId trigger, ListRange range, CancellationToken cancellationToken);
}
