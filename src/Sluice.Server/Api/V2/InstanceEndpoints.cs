using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Api.Paging;
using Sluice.Server.Api.Resources;
using Sluice.Server.Instances;
using Shared = Sluice.Server.Api.InstanceEndpoints;

namespace Sluice.Server.Api.V2;

/// <summary>The operations on instances whose shapes only version 2 has: lists have pages, and a transaction stands in a list of one.</summary>
internal static class InstanceEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/instances", ListAsync).WithTags(Shared.Tag)
            .WithName("v2ListInstances").WithSummary("List instances")
            .WithErrors(StatusCodes.Status400BadRequest);

        group.MapGet("/instances/{instanceID}/stages/{number}/history", StageHistoryAsync).WithTags(Shared.Tag)
            .WithName("v2GetInstanceStageHistory").WithSummary("Get the activities of a stage of an instance")
            .WithErrors(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<OkAnswer<Cursor<ApiInstance>>, ErrorAnswer>> ListAsync(
        [FromQuery(Name = "workflowID")] string? workflowId,
        string? running,
        string? pageSize,
        string? cursor,
        ApiLists lists,
        CancellationToken cancellationToken)
    {
        var known = InstanceFilter.TryRead(workflowId, running, out var filter);
        var page = PageRequest.Read(filter, pageSize, cursor);
        if (page.Failed)
        {
            return page.Error;
        }

        return new OkAnswer<Cursor<ApiInstance>>(new(known || !string.IsNullOrEmpty(cursor)
            ? await lists.Instances(page.Value.Filter).ReadAsync(page.Value, cancellationToken)
            : new Page<ApiInstance>(page.Value.PageSize, HasMore: false, Previous: null, Next: null, [])));
    }

    private static async Task<Results<OkAnswer<Data<IReadOnlyList<ApiActivity<IReadOnlyList<ApiTransaction>>>>>, ErrorAnswer>> StageHistoryAsync(
        [FromRoute(Name = "instanceID")] string instanceId,
        [FromRoute(Name = "number")] string stage,
        ReadInstance read,
        CancellationToken cancellationToken) =>
        await StageLookup.FindAsync(instanceId, stage, read, cancellationToken) is { } found
            ? new OkAnswer<Data<IReadOnlyList<ApiActivity<IReadOnlyList<ApiTransaction>>>>>(
                new([.. found.Activities.Select(activity => ApiActivity<IReadOnlyList<ApiTransaction>>.Of(activity, transaction => [transaction]))]))
            : ApiErrors.InstanceNotFound();
}
