using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Instances;
using Sluice.Server.Workflows;

namespace Sluice.Server.Partitions;

/// <summary>The use case of starting an instance.</summary>
public sealed class StartInstance(IWorkflowStore workflows, PartitionRouter router, StartGate gate, TimeProvider clock)
{
    /// <summary>Starts an instance; it is durable when the task completes.</summary>
    /// <param name="workflowId">The workflow to run.</param>
    /// <param name="variables">The instance's variables.</param>
    /// <param name="idempotencyKey">
    /// The caller's key, at most <see cref="Limits.IdempotencyKeyCharsMax"/> characters; the same key on the same workflow
    /// answers with the instance that the first such call started. Null for none.
    /// </param>
    /// <param name="cancellationToken">Stops the wait for a place in the queue; an accepted start goes on.</param>
    public async Task<StartResult> HandleAsync(
        WorkflowId workflowId,
        IReadOnlyDictionary<string, string> variables,
        string? idempotencyKey,
        CancellationToken cancellationToken)
    {
        if (await workflows.FindAsync(workflowId, cancellationToken) is not { DeletedAt: null })
        {
            return new StartResult(null, Refusal.NotFound("Workflow not found"));
        }

        if (!gate.TryEnter())
        {
            return new StartResult(null, gate.Refusal);
        }

        try
        {
            var id = idempotencyKey is null
                ? InstanceId.New(clock.GetUtcNow())
                : InstanceId.FromKey(workflowId, idempotencyKey);
            var answer = await router.OwnerOf(id).StartAsync(id.Value, workflowId.Value, variables);
            return answer.Refused?.Refusal is { } refusal ? new StartResult(null, refusal) : new StartResult(
                new InstanceSummary(id, workflowId, answer.CreatedAt, answer.UpdatedAt, answer.TerminatedAt, answer.Error), null);
        }
        finally
        {
            gate.Leave();
        }
    }
}

/// <summary>The result of a start: exactly one of the two is set.</summary>
/// <param name="Instance">The instance as it stands after its first turn, which may already be its last.</param>
/// <param name="Refusal">Why nothing was started.</param>
public sealed record StartResult(InstanceSummary? Instance, Refusal? Refusal);
