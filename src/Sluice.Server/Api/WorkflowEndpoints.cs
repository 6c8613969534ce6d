using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Sluice.Engine.Workflows;
using Sluice.Server.Api.Answers;
using Sluice.Server.Api.Bodies;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.OpenApi;
using Sluice.Server.Api.Resources;
using Sluice.Server.Workflows;

namespace Sluice.Server.Api;

/// <summary>The operations on workflows that both versions share.</summary>
internal static class WorkflowEndpoints
{
    public const string Tag = "Workflows";

    public static void Map(RouteGroupBuilder group, ApiVersion version)
    {
        var workflows = group.MapGroup("/workflows").WithTags(Tag);

        workflows.MapPost("", CreateAsync)
            .WithName(version.Operation("createWorkflow")).WithSummary("Create a workflow")
            .WithErrors(StatusCodes.Status400BadRequest, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status429TooManyRequests)
            .WithBody(RequestBodies.Definition);

        workflows.MapGet("/{flowId}", GetAsync)
            .WithName(version.Operation("getWorkflow")).WithSummary("Get a workflow, deleted or not")
            .WithErrors(StatusCodes.Status404NotFound);

        workflows.MapDelete("/{flowId}", DeleteAsync)
            .WithName(version.Operation("deleteWorkflow")).WithSummary("Delete a workflow")
            .WithDescription("It can no longer be run and leaves the lists, together with its instances. Those that run finish.")
            .WithErrors(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
    }

    private static async Task<Results<CreatedAnswer<Data<ApiWorkflow>>, ErrorAnswer>> CreateAsync(
        HttpRequest request, CreateWorkflow create, CancellationToken cancellationToken)
    {
        var definition = await DefinitionBody.ReadAsync(request, cancellationToken);
        if (definition.Error is { } error)
        {
            return error;
        }

        var result = await create.HandleAsync(definition.Value, cancellationToken);
        return result.Refusal is { } refusal
            ? ApiErrors.From(refusal)
            : new CreatedAnswer<Data<ApiWorkflow>>(new(ApiWorkflow.Of(result.Workflow!)));
    }

    private static async Task<Results<OkAnswer<Data<ApiWorkflow>>, ErrorAnswer>> GetAsync(
        [FromRoute(Name = "flowId")] string workflowId, IWorkflowStore workflows, CancellationToken cancellationToken) =>
        WorkflowId.TryParse(workflowId, out var id) && await workflows.FindAsync(id, cancellationToken) is { } workflow
            ? new OkAnswer<Data<ApiWorkflow>>(new(ApiWorkflow.Of(workflow)))
            : ApiErrors.WorkflowNotFound();

    private static async Task<Results<NoContentAnswer, ErrorAnswer>> DeleteAsync(
        [FromRoute(Name = "flowId")] string workflowId, IWorkflowStore workflows, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!WorkflowId.TryParse(workflowId, out var id))
        {
            return ApiErrors.Validation("flowId: expected a UUID");
        }

        return await workflows.DeleteAsync(id, clock.GetUtcMicroseconds(), cancellationToken)
            ? NoContentAnswer.Instance
            : ApiErrors.WorkflowNotFound();
    }
}
