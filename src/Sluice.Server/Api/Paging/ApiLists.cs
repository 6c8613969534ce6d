using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Api.Resources;
using Sluice.Server.Consuming;
using Sluice.Server.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Api.Paging;

/// <summary>The lists of the API.</summary>
internal sealed class ApiLists(
    IWorkflowStore workflows,
    IInstanceList instances,
    ITriggerStore triggers,
    IOccurrenceStore occurrences,
    IParkedMessageStore parked)
{
    public Pager<ApiWorkflow> Workflows() => new(ListWorkflowsAsync, workflow => new ListKey(workflow.CreatedAt, workflow.Id));

    public Pager<ApiInstance> Instances(ListFilter filter) => new(
        (range, cancellationToken) => ListInstancesAsync(filter, range, cancellationToken),
        instance => new ListKey(instance.CreatedAt, instance.Id));

    public Pager<ApiTrigger> Triggers(ListFilter filter) => new(
        async (range, cancellationToken) => [.. (await triggers.ListAsync(filter.Name, range, cancellationToken)).Select(ApiTrigger.Of)],
        trigger => new ListKey(trigger.CreatedAt, trigger.Id));

    public Pager<ApiOccurrence> Occurrences(TriggerId trigger) => new(
        async (range, cancellationToken) => [.. (await occurrences.ListAsync(trigger, range, cancellationToken)).Select(ApiOccurrence.Of)],
        occurrence => new ListKey(occurrence.Date, occurrence.Id));

    public Pager<ApiParkedMessage> ParkedMessages() => new(
        async (range, cancellationToken) => [.. (await parked.ListAsync(range, cancellationToken)).Select(ApiParkedMessage.Of)],
        message => new ListKey(message.ParkedAt, message.Id));

    private async Task<IReadOnlyList<ApiWorkflow>> ListWorkflowsAsync(ListRange range, CancellationToken cancellationToken) =>
        [.. (await workflows.ListAsync(range, cancellationToken)).Select(ApiWorkflow.Of)];

    private async Task<IReadOnlyList<ApiInstance>> ListInstancesAsync(
        ListFilter filter, ListRange range, CancellationToken cancellationToken)
    {
        WorkflowId? workflow = filter.Owner is { } id ? new WorkflowId(id) : null;
        var rows = await instances.ListAsync(workflow, filter.RunningOnly, range, cancellationToken);
        var embedded = new Dictionary<WorkflowId, ApiWorkflow?>();
        foreach (var row in rows)
        {
            if (!embedded.ContainsKey(row.Workflow))
            {
                embedded.Add(row.Workflow, await FindAsync(row.Workflow, cancellationToken));
            }
        }

        return [.. rows.Select(row => ApiInstance.Of(row, embedded[row.Workflow]))];
    }

    private async Task<ApiWorkflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) =>
        await workflows.FindAsync(id, cancellationToken) is { } workflow ? ApiWorkflow.Of(workflow) : null;
}
