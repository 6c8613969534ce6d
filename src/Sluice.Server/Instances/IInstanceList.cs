using Sluice.Engine.Workflows;
using Sluice.Server.Journal;

namespace Sluice.Server.Instances;

/// <summary>Lists instances from their projections. Instances of deleted workflows are left out.</summary>
public interface IInstanceList
{
    /// <summary>Lists instances, oldest first, then by id.</summary>
    /// <param name="workflow">Only those of this workflow; null for all.</param>
    /// <param name="runningOnly">Only those that have not ended.</param>
    /// <param name="range">The stretch of the list.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<InstanceProjection>> ListAsync(
        WorkflowId? workflow, bool runningOnly, ListRange range, CancellationToken cancellationToken);
}
