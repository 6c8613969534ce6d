using Sluice.Engine.Triggers;
using Sluice.Server.Journal;

namespace Sluice.Server.Triggers;

/// <summary>
/// What becomes of the triggers of a store that several processes write to, as numbered changes: whoever has seen one has seen all
/// before it. Every member throws <see cref="JournalUnavailableException"/> when the store does not answer.
/// </summary>
public interface ITriggerChanges
{
    /// <summary>Reads the number of the last change.</summary>
    /// <returns>0 when there was none.</returns>
    Task<long> ReadLastAsync(CancellationToken cancellationToken);

    /// <summary>Reads the triggers that have changed since, in the order of their last changes.</summary>
    /// <param name="after">The number of a change; 0 for all.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<TriggerChange>> ReadAsync(long after, int limit, CancellationToken cancellationToken);
}

/// <summary>The last change of a trigger.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Id">The trigger's id.</param>
/// <param name="Trigger">The trigger; null when it has been deleted.</param>
public sealed record TriggerChange(long Number, TriggerId Id, Trigger? Trigger);
