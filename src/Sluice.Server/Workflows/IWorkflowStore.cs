using Sluice.Engine.Workflows;
using Sluice.Server.Journal;

namespace Sluice.Server.Workflows;

/// <summary>
/// Stored workflows. Definitions never change, so implementations may keep them in a bounded cache; a deletion is seen by
/// whoever asks after it has completed. Every member throws <see cref="JournalUnavailableException"/> when the store does not
/// answer, and the writing ones <see cref="JournalFullException"/> when too many writes wait.
/// </summary>
public interface IWorkflowStore
{
    /// <summary>Stores a workflow; durable when the task completes. Storing it again changes nothing.</summary>
    Task AddAsync(Workflow workflow, CancellationToken cancellationToken);

    /// <summary>Finds a workflow, deleted or not.</summary>
    /// <returns>Null when there is none of this id.</returns>
    ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken);

    /// <summary>Lists the workflows that are not deleted, oldest first, then by id.</summary>
    Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken);

    /// <summary>Marks a workflow as deleted, keeping the first deletion's time.</summary>
    /// <returns>False when there is none of this id.</returns>
    Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken);
}
