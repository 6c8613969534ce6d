using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Sluice.Engine.Triggers;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Api.Paging;
using Sluice.Server.Api.Resources;
using Shared = Sluice.Server.Api.TriggerEndpoints;

namespace Sluice.Server.Api.V2;

/// <summary>The operations on triggers whose shapes only version 2 has: lists have pages.</summary>
internal static class TriggerEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/triggers", ListAsync).WithTags(Shared.Tag)
            .WithName("v2ListTriggers").WithSummary("List triggers")
            .WithErrors(StatusCodes.Status400BadRequest);

        group.MapGet("/triggers/{triggerID}/occurrences", ListOccurrencesAsync).WithTags(Shared.Tag)
            .WithName("v2ListTriggersOccurrences").WithSummary("List the occurrences of a trigger, deleted or not")
            .WithErrors(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<OkAnswer<Cursor<ApiTrigger>>, ErrorAnswer>> ListAsync(
        string? name, string? pageSize, string? cursor, ApiLists lists, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(name, pageSize, cursor);
        return page.Failed
            ? page.Error
            : new OkAnswer<Cursor<ApiTrigger>>(new(await lists.Triggers(page.Value.Filter).ReadAsync(page.Value, cancellationToken)));
    }

    private static async Task<Results<OkAnswer<Cursor<ApiOccurrence>>, ErrorAnswer>> ListOccurrencesAsync(
        [FromRoute(Name = "triggerID")] string triggerId, string? pageSize, string? cursor, ApiLists lists, CancellationToken cancellationToken)
    {
        // What is no id is the id of no trigger; so is the one of all zeros.
        var id = TriggerId.TryParse(triggerId, out var parsed) ? parsed : default;
        var page = PageRequest.Read(new ListFilter(PagedList.Occurrences, Owner: id.Value), pageSize, cursor);
        return page.Failed ? page.Error
            : page.Value.Filter.Owner != id.Value ? ApiErrors.InvalidCursor()
            : new OkAnswer<Cursor<ApiOccurrence>>(new(await lists.Occurrences(id).ReadAsync(page.Value, cancellationToken)));
    }
}
