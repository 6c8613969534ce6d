using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;

namespace Sluice.Server.Journal;

/// <summary>What lists and timers need of an instance, written in the transaction of each of its turns.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Workflow">The workflow it runs.</param>
/// <param name="CreatedAt">When it started.</param>
/// <param name="UpdatedAt">When its last turn was.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="TerminatedAt">When it ended, if it has.</param>
/// <param name="Error">The error it ended with, if it did.</param>
/// <param name="WakeAt">When its owner must look at it next, if ever.</param>
/// <param name="Sequence">The sequence of its last record, so that a missing one is noticed.</param>
public sealed record InstanceProjection(
    InstanceId Id,
    WorkflowId Workflow,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    InstanceStatus Status,
    DateTimeOffset? TerminatedAt,
    string? Error,
    DateTimeOffset? WakeAt,
    long Sequence)
{
    /// <summary>The projection of a state.</summary>
    public static InstanceProjection Of(InstanceState state) => new(
        state.Id, state.Workflow, state.CreatedAt, state.UpdatedAt, state.Status, state.TerminatedAt, state.Error, state.WakeAt, state.Sequence);
}
