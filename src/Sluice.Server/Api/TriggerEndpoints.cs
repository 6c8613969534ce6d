using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Sluice.Engine.Triggers;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Bodies;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Api.Resources;
using Sluice.Server.Triggers;

namespace Sluice.Server.Api;

/// <summary>The operations on triggers that both versions share.</summary>
internal static class TriggerEndpoints
{
    public const string Tag = "Triggers";

    public static void Map(RouteGroupBuilder group, ApiVersion version)
    {
        var triggers = group.MapGroup("/triggers").WithTags(Tag);

        triggers.MapPost("", CreateAsync)
            .WithName(version.Operation("createTrigger")).WithSummary("Create a trigger")
            .WithErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests)
            .WithBody(RequestBodies.Trigger);

        triggers.MapGet("/{triggerID}", ReadAsync)
            .WithName(version.Operation("readTrigger")).WithSummary("Get a trigger")
            .WithErrors(StatusCodes.Status404NotFound);

        triggers.MapDelete("/{triggerID}", DeleteAsync)
            .WithName(version.Operation("deleteTrigger")).WithSummary("Delete a trigger")
            .WithDescription("It no longer fires. What it has started goes on, and its occurrences can still be listed.")
            .WithErrors(StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);

        triggers.MapPost("/{triggerID}/test", TestAsync)
            .WithName(version.Operation("testTrigger")).WithSummary("Try a trigger on the payload of an event")
            .WithDescription("Nothing is started and nothing recorded. What is wrong with an expression is part of the answer.")
            .WithErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status413PayloadTooLarge)
            .WithBody(RequestBodies.Payload);

        group.MapPost("/events", ReceiveAsync).WithTags(Tag)
            .WithName(version.Operation("receiveEvent")).WithSummary("Hand in a business event")
            .WithDescription("When it is answered, everything that the event starts is durable. An event that is handed in again starts nothing twice.")
            .WithErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests)
            .WithBody(RequestBodies.Envelope);
    }

    private static async Task<Results<CreatedAnswer<Data<ApiTrigger>>, ErrorAnswer>> CreateAsync(
        HttpRequest request, CreateTrigger create, CancellationToken cancellationToken)
    {
        var draft = await TriggerBody.ReadAsync(request, cancellationToken);
        if (draft.Failed)
        {
            return draft.Error;
        }

        var result = await create.HandleAsync(draft.Value, cancellationToken);
        return result.Refusal is { } refusal
            ? ApiErrors.From(refusal)
            : new CreatedAnswer<Data<ApiTrigger>>(new(ApiTrigger.Of(result.Trigger!)));
    }

    private static async Task<Results<OkAnswer<Data<ApiTrigger>>, ErrorAnswer>> ReadAsync(
        [FromRoute(Name = "triggerID")] string triggerId, ITriggerStore triggers, CancellationToken cancellationToken) =>
        TriggerId.TryParse(triggerId, out var id) && await triggers.FindAsync(id, cancellationToken) is { } trigger
            ? new OkAnswer<Data<ApiTrigger>>(new(ApiTrigger.Of(trigger)))
            : ApiErrors.TriggerNotFound();

    private static async Task<Results<NoContentAnswer, ErrorAnswer>> DeleteAsync(
        [FromRoute(Name = "triggerID")] string triggerId, DeleteTrigger delete, CancellationToken cancellationToken) =>
        TriggerId.TryParse(triggerId, out var id) && await delete.HandleAsync(id, cancellationToken)
            ? NoContentAnswer.Instance
            : ApiErrors.TriggerNotFound();

    private static async Task<Results<OkAnswer<Data<ApiTriggerTest>>, ErrorAnswer>> TestAsync(
        [FromRoute(Name = "triggerID")] string triggerId, HttpRequest request, TestTrigger test, CancellationToken cancellationToken)
    {
        var payload = await PayloadBody.ReadAsync(request, cancellationToken);
        if (payload.Error is { } error)
        {
            return error;
        }

        return TriggerId.TryParse(triggerId, out var id) && await test.HandleAsync(id, payload.Value, cancellationToken) is { } result
            ? new OkAnswer<Data<ApiTriggerTest>>(new(ApiTriggerTest.Of(result)))
            : ApiErrors.TriggerNotFound();
    }

    private static async Task<Results<NoContentAnswer, ErrorAnswer>> ReceiveAsync(
        [FromHeader(Name = "Message-Uuid")] string? messageId, HttpRequest request, HandleEvent handle, CancellationToken cancellationToken)
    {
        if (messageId?.Length > Engine.Limits.EventKeyCharsMax)
        {
            return ApiErrors.Validation($"Message-Uuid: longer than {Engine.Limits.EventKeyCharsMax} characters");
        }

        var envelope = await EnvelopeBody.ReadAsync(request, cancellationToken);
        if (envelope.Failed)
        {
            return envelope.Error;
        }

        return await handle.HandleAsync(envelope.Value, messageId, cancellationToken) is { } refusal
            ? ApiErrors.From(refusal)
            : NoContentAnswer.Instance;
    }
}
