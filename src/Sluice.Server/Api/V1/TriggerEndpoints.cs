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

namespace Sluice.Server.Api.V1;

/// <summary>The operations on triggers whose shapes only version 1 has: lists are whole, unless a page is asked for.</summary>
internal static class TriggerEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/triggers", ListAsync).WithTags(Shared.Tag)
            .WithName("listTriggers").WithSummary("List triggers: all of them, unless a page is asked for")
            .WithErrors(StatusCodes.Status400BadRequest);

        group.MapGet("/triggers/{triggerID}/occurrences", ListOccurrencesAsync).WithTags(Shared.Tag)
            .WithName("listTriggersOccurrences").WithSummary("List all occurrences of a trigger, deleted or not");
    }

    private static async Task<Results<OkAnswer<Data<IAsyncEnumerable<ApiTrigger>>>, ErrorAnswer>> ListAsync(
        string? name, string? pageSize, string? cursor, ApiLists lists, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(name, pageSize, cursor);
        if (page.Failed)
        {
            return page.Error;
        }

        var triggers = lists.Triggers(page.Value.Filter);
        return new OkAnswer<Data<IAsyncEnumerable<ApiTrigger>>>(new(string.IsNullOrEmpty(pageSize) && string.IsNullOrEmpty(cursor)
            ? await triggers.ReadAllAsync(cancellationToken)
            : (await triggers.ReadAsync(page.Value, cancellationToken)).Data.ToAsyncEnumerable()));
    }

    private static async Task<OkAnswer<Data<IAsyncEnumerable<ApiOccurrence>>>> ListOccurrencesAsync(
        [FromRoute(Name = "triggerID")] string triggerId, ApiLists lists, CancellationToken cancellationToken) =>
        new(new(TriggerId.TryParse(triggerId, out var id)
            ? await lists.Occurrences(id).ReadAllAsync(cancellationToken)
            : AsyncEnumerable.Empty<ApiOccurrence>()));
}
