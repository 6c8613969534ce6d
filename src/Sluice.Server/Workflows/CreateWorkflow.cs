using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sluice.Engine;
using Sluice.Engine.Workflows;

namespace Sluice.Server.Workflows;

/// <summary>The use case of creating a workflow.</summary>
public sealed partial class CreateWorkflow(IWorkflowStore workflows, TimeProvider clock, ILogger<CreateWorkflow> logger)
{
    /// <summary>Validates and stores a definition; it is durable when the task completes.</summary>
    /// <param name="body">The definition as JSON.</param>
    /// <param name="cancellationToken">Stops the wait, not a write under way.</param>
    public async Task<CreateResult> HandleAsync(JsonElement body, CancellationToken cancellationToken)
    {
        if (DefinitionParser.Parse(body, out var definition) is { } refusal)
        {
            return new CreateResult(null, refusal);
        }

        var now = clock.GetUtcMicroseconds();
        var workflow = new Workflow(new WorkflowId(Guid.CreateVersion7(now)), definition!, now, DeletedAt: null);
        await workflows.AddAsync(workflow, cancellationToken);
        if (UnknownKeys.Of(definition!) is { Length: > 0 } unknown)
        {
            LogUnknownKeys(workflow.Id, string.Join(", ", unknown));
        }

        return new CreateResult(workflow, null);
    }

    [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "Workflow {WorkflowId} has keys that no stage reads: {Keys}")]
    private partial void LogUnknownKeys(WorkflowId workflowId, string keys);
}

/// <summary>The result of a creation: exactly one of the two is set.</summary>
/// <param name="Workflow">The stored workflow.</param>
/// <param name="Refusal">Why nothing was stored.</param>
public sealed record CreateResult(Workflow? Workflow, Refusal? Refusal);
