using Sluice.Engine.Workflows;

namespace Sluice.Server.Api.Paging;

/// <summary>Reads the query parameters that narrow the list of instances.</summary>
internal static class InstanceFilter
{
    /// <returns>False when the workflow is no id at all: then no instance is of it.</returns>
    public static bool TryRead(string? workflowId, string? running, out ListFilter filter)
    {
        filter = new ListFilter(PagedList.Instances, RunningOnly: QueryFlag.IsSet(running));
        if (string.IsNullOrEmpty(workflowId))
        {
            return true;
        }

        var parsed = WorkflowId.TryParse(workflowId, out var id);
        filter = filter with { Owner = id.Value };
        return parsed;
    }
}
