using Sluice.Engine.Workflows;
using Sluice.Server.Api.Resources;
using Sluice.Server.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Workflows;

namespace Sluice.Server.Api.Paging;

/// <summary>The lists of the API.</summary>
internal sealed class ApiLists(IWorkflowStore workflows, IInstanceList instances)
{
    public Pager<ApiWorkflow> Workflows() => new(ListWorkflowsAsync, workflow => new ListKey(workflow.CreatedAt, workflow.Id));

    public Pager<ApiInstance> Instances(ListFilter filter) => new(
        (range, cancellationToken) => ListInstancesAsync(filter, range, cancellationToken),
        instance => new ListKey(instance.CreatedAt, instance.Id));

    private async Task<IReadOnlyList<ApiWorkflow>> ListWorkflowsAsync(ListRange range, CancellationToken cancellationToken) =>
        [.. (await workflows.ListAsync(range, cancellationToken)).Select(ApiWorkflow.Of)];

    private async Task<IReadOnlyList<ApiInstance>> ListInstancesAsync(
        ListFilter filter, ListRange range, CancellationToken cancellationToken)
    {
        WorkflowId? workflow = filter.WorkflowId is { } id ? new WorkflowId(id) : null;
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
