using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Api.Paging;
using Sluice.Server.Api.Resources;
using Shared = Sluice.Server.Api.WorkflowEndpoints;

namespace Sluice.Server.Api.V2;

/// <summary>The operations on workflows whose shapes only version 2 has: lists have pages.</summary>
internal static class WorkflowEndpoints
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapGet("/workflows", ListAsync).WithTags(Shared.Tag)
            .WithName("v2ListWorkflows").WithSummary("List workflows")
            .WithErrors(StatusCodes.Status400BadRequest);

    private static async Task<Results<OkAnswer<Cursor<ApiWorkflow>>, ErrorAnswer>> ListAsync(
        string? pageSize, string? cursor, ApiLists lists, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(new ListFilter(PagedList.Workflows), pageSize, cursor);
        return page.Failed
            ? page.Error
            : new OkAnswer<Cursor<ApiWorkflow>>(new(await lists.Workflows().ReadAsync(page.Value, cancellationToken)));
    }
}
