using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Bodies;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Api.Resources;
using Sluice.Server.Instances;
using Sluice.Server.Partitions;
using Sluice.Server.Workflows;

namespace Sluice.Server.Api;

/// <summary>The operations on instances that both versions share.</summary>
internal static class InstanceEndpoints
{
    public const string Tag = "Instances";

    public static void Map(RouteGroupBuilder group, ApiVersion version)
    {
        group.MapPost("/workflows/{workflowID}/instances", RunAsync).WithTags(Tag)
            .WithName(version.Operation("runWorkflow")).WithSummary("Run a workflow")
            .WithErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests)
            .WithBody(RequestBodies.Variables)
            .Add(EarlyRefusal.Enclose);

        var instance = group.MapGroup("/instances/{instanceID}").WithTags(Tag);

        instance.MapGet("", GetAsync)
            .WithName(version.Operation("getInstance")).WithSummary("Get an instance")
            .WithErrors(StatusCodes.Status404NotFound);

        instance.MapPost("/events", PostEventAsync)
            .WithName(version.Operation("sendEvent")).WithSummary("Post an event to an instance")
            .WithDescription("It is kept until a stage waits for it, or the instance ends.")
            .WithErrors(
                StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound,
                StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests)
            .WithBody(RequestBodies.Event);

        instance.MapPut("/abort", AbortAsync)
            .WithName(version.Operation("cancelEvent")).WithSummary("Abort an instance")
            .WithDescription("Nothing new begins. An attempt that is out may finish; it is not repeated, and nothing is compensated.")
            .WithErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status429TooManyRequests);

        instance.MapGet("/history", HistoryAsync)
            .WithName(version.Operation("getInstanceHistory")).WithSummary("Get the stages of an instance that have started")
            .WithErrors(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<CreatedAnswer<Data<ApiInstance>>, ErrorAnswer>> RunAsync(
        [FromRoute(Name = "workflowID")] string workflowId,
        string? wait,
        [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey,
        HttpRequest request,
        StartInstance start,
        AwaitedInstance awaited,
        CancellationToken cancellationToken)
    {
        if (idempotencyKey?.Length > Limits.IdempotencyKeyCharsMax)
        {
            return ApiErrors.Validation($"Idempotency-Key: longer than {Limits.IdempotencyKeyCharsMax} characters");
        }

        var variables = await VariablesBody.ReadAsync(request, cancellationToken);
        if (variables.Failed)
        {
            return variables.Error;
        }

        if (!WorkflowId.TryParse(workflowId, out var id))
        {
            return ApiErrors.WorkflowNotFound();
        }

        var key = string.IsNullOrEmpty(idempotencyKey) ? null : idempotencyKey;
        var result = await start.HandleAsync(id, variables.Value, key, cancellationToken);
        if (result.Refusal is { } refusal)
        {
            return ApiErrors.From(refusal);
        }

        var body = QueryFlag.IsSet(wait)
            ? await awaited.ReadAsync(result.Instance!.Id, cancellationToken)
            : ApiInstance.Of(result.Instance!);
        return new CreatedAnswer<Data<ApiInstance>>(new(body));
    }

    private static async Task<Results<OkAnswer<Data<ApiInstance>>, ErrorAnswer>> GetAsync(
        [FromRoute(Name = "instanceID")] string instanceId,
        ReadInstance read,
        IWorkflowStore workflows,
        CancellationToken cancellationToken) =>
        await FindAsync(instanceId, read, cancellationToken) is { } instance
            ? new OkAnswer<Data<ApiInstance>>(
                new(ApiInstance.Of(instance, await workflows.FindAsync(instance.Workflow, cancellationToken))))
            : ApiErrors.InstanceNotFound();

    private static async Task<Results<NoContentAnswer, ErrorAnswer>> PostEventAsync(
        [FromRoute(Name = "instanceID")] string instanceId, HttpRequest request, PostEvent post, CancellationToken cancellationToken)
    {
        var name = await EventBody.ReadAsync(request, cancellationToken);
        if (name.Failed)
        {
            return name.Error;
        }

        return InstanceId.TryParse(instanceId, out var id)
            ? Answer(await post.HandleAsync(id, name.Value))
            : ApiErrors.InstanceNotFound();
    }

    private static async Task<Results<NoContentAnswer, ErrorAnswer>> AbortAsync(
        [FromRoute(Name = "instanceID")] string instanceId, AbortInstance abort) =>
        InstanceId.TryParse(instanceId, out var id)
            ? Answer(await abort.HandleAsync(id))
            : ApiErrors.InstanceNotFound();

    private static async Task<Results<OkAnswer<Data<IReadOnlyList<ApiStage>>>, ErrorAnswer>> HistoryAsync(
        [FromRoute(Name = "instanceID")] string instanceId, ReadInstance read, CancellationToken cancellationToken) =>
        await FindAsync(instanceId, read, cancellationToken) is { } instance
            ? new OkAnswer<Data<IReadOnlyList<ApiStage>>>(new([.. instance.Stages.Select(ApiStage.Of)]))
            : ApiErrors.InstanceNotFound();

    private static Results<NoContentAnswer, ErrorAnswer> Answer(Refusal? refusal) =>
        refusal is null ? NoContentAnswer.Instance : ApiErrors.From(refusal);

    private static async Task<InstanceHistory?> FindAsync(string instanceId, ReadInstance read, CancellationToken cancellationToken) =>
        InstanceId.TryParse(instanceId, out var id) ? await read.HandleAsync(id, cancellationToken) : null;
}
