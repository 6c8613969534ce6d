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
using Sluice.Server.Consuming;
using Shared = Sluice.Server.Api.TriggerEndpoints;

namespace Sluice.Server.Api.V2;

/// <summary>The operations on messages of a broker that were taken without effect.</summary>
internal static class ParkedMessageEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        var parked = group.MapGroup("/events/parked").WithTags(Shared.Tag);

        parked.MapGet("", ListAsync)
            .WithName("v2ListParkedMessages").WithSummary("List the messages of a broker that could not be handled")
            .WithErrors(StatusCodes.Status400BadRequest);

        parked.MapPost("/{messageID}/retry", RetryAsync)
            .WithName("v2RetryParkedMessage").WithSummary("Handle a parked message again")
            .WithDescription("When it is answered with success, everything that the event starts is durable, and the message is no longer parked.")
            .WithErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);

        parked.MapDelete("/{messageID}", DeleteAsync)
            .WithName("v2DeleteParkedMessage").WithSummary("Remove a parked message")
            .WithErrors(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<OkAnswer<Cursor<ApiParkedMessage>>, ErrorAnswer>> ListAsync(
        string? pageSize, string? cursor, ApiLists lists, CancellationToken cancellationToken)
    {
        var page = PageRequest.Read(new ListFilter(PagedList.ParkedMessages), pageSize, cursor);
        return page.Failed
            ? page.Error
            : new OkAnswer<Cursor<ApiParkedMessage>>(new(await lists.ParkedMessages().ReadAsync(page.Value, cancellationToken)));
    }

    private static async Task<Results<NoContentAnswer, ErrorAnswer>> RetryAsync(
        [FromRoute(Name = "messageID")] string messageId, RetryParkedMessage retry, CancellationToken cancellationToken) =>
        !ParkedMessageId.TryParse(messageId, out var id) ? ApiErrors.ParkedMessageNotFound()
            : await retry.HandleAsync(id, cancellationToken) is { } refusal ? ApiErrors.From(refusal)
            : NoContentAnswer.Instance;

    private static async Task<Results<NoContentAnswer, ErrorAnswer>> DeleteAsync(
        [FromRoute(Name = "messageID")] string messageId, IParkedMessageStore messages, CancellationToken cancellationToken) =>
        ParkedMessageId.TryParse(messageId, out var id) && await messages.DeleteAsync(id, cancellationToken)
            ? NoContentAnswer.Instance
            : ApiErrors.ParkedMessageNotFound();
}
