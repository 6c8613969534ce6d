using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Paging;
using Sluice.Server.Api.Resources;
using Shared = Sluice.Server.Api.WorkflowEndpoints;

namespace Sluice.Server.Api.V1;

/// <summary>The operations on workflows whose shapes only version 1 has: lists are whole.</summary>
internal static class WorkflowEndpoints
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/workflows", ListAsync).WithTags(Shared.Tag)
            .WithName("listWorkflows").WithSummary("List all workflows");

    private static async Task<OkAnswer<Data<IAsyncEnumerable<ApiWorkflow>>>> ListAsync(
        ApiLists lists, CancellationToken cancellationToken) =>
        new(new(await lists.Workflows().ReadAllAsync(cancellationToken)));
}
