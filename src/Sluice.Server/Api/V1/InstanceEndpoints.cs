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

namespace Sluice.Server.Api.V1;

/// <summary>The operations on instances whose shapes only version 1 has: lists are whole, and a transaction stands by itself.</summary>
internal static class InstanceEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/instances", ListAsync).WithTags(Shared.Tag)
            .WithName("listInstances").WithSummary("List all instances");

        group.MapGet("/instances/{instanceID}/stages/{number}/history", StageHistoryAsync).WithTags(Shared.Tag)
            .WithName("getInstanceStageHistory").WithSummary("Get the activities of a stage of an instance")
            .WithErrors(StatusCodes.Status404NotFound);
    }

    private static async Task<OkAnswer<Data<IAsyncEnumerable<ApiInstance>>>> ListAsync(
        [FromQuery(Name = "workflowID")] string? workflowId, string? running, ApiLists lists, CancellationToken cancellationToken) =>
        new(new(InstanceFilter.TryRead(workflowId, running, out var filter)
            ? await lists.Instances(filter).ReadAllAsync(cancellationToken)
            : AsyncEnumerable.Empty<ApiInstance>()));

    private static async Task<Results<OkAnswer<Data<IReadOnlyList<ApiActivity<ApiTransaction>>>>, ErrorAnswer>> StageHistoryAsync(
        [FromRoute(Name = "instanceID")] string instanceId,
        [FromRoute(Name = "number")] string stage,
        ReadInstance read,
        CancellationToken cancellationToken) =>
        await StageLookup.FindAsync(instanceId, stage, read, cancellationToken) is { } found
            ? new OkAnswer<Data<IReadOnlyList<ApiActivity<ApiTransaction>>>>(
                new([.. found.Activities.Select(activity => ApiActivity<ApiTransaction>.Of(activity, transaction => transaction))]))
            : ApiErrors.InstanceNotFound();
}
