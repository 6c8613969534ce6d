using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Workflows;

namespace Sluice.Server.Partitions;

/// <summary>Brings the state of an instance back from its records.</summary>
internal sealed class InstanceLoader(IJournal journal, IWorkflowStore workflows)
{
    /// <summary>Loads an instance.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="startWith">What to begin with when there is no such instance; null when that is an answer.</param>
    /// <returns>The state as recorded, a blank one to begin with, or null when there is no such instance.</returns>
    /// <exception cref="JournalDamagedException">A record is missing, unreadable, or of a kind this version does not know.</exception>
    /// <exception cref="JournalUnavailableException">The store did not answer.</exception>
    internal async Task<InstanceState?> LoadAsync(InstanceId id, Beginning? startWith)
    {
        var records = startWith is { MayBeThere: false } ? [] : await journal.ReadAsync(id, CancellationToken.None);
        if (records.Count == 0)
        {
            return startWith is { Workflow: var workflow } ? InstanceState.Blank(id, await DefinitionAsync(id, workflow)) : null;
        }

        InstanceState? state = null;
        foreach (var record in records)
        {
            var events = InstanceEventJson.Deserialize(id, record.Sequence, record.Payload);
            state ??= InstanceState.Blank(id, await DefinitionAsync(id, WorkflowOf(id, events)));
            state = state.Replay(record.Sequence, events, record.At);
        }

        return state;
    }

    private static WorkflowId WorkflowOf(InstanceId id, IReadOnlyList<InstanceEvent> events) =>
        events is [InstanceEvent.Started started, ..] ? started.Workflow : throw new JournalDamagedException(id, 1, "it does not begin with a start");

    private async ValueTask<WorkflowDefinition> DefinitionAsync(InstanceId id, WorkflowId workflow) =>
        (await workflows.FindAsync(workflow, CancellationToken.None))?.Definition
        ?? throw new JournalDamagedException(id, 1, $"its workflow {workflow} is not in the store");
}

/// <summary>How an instance begins that is not there yet.</summary>
/// <param name="Workflow">What it runs.</param>
/// <param name="MayBeThere">False when its id was made for this start, so that nobody need look for it.</param>
internal sealed record Beginning(WorkflowId Workflow, bool MayBeThere);
