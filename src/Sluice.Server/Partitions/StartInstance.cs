using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Instances;
using Sluice.Server.Triggers;
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
        // Before anything is asked of the store, which may be what everybody waits for.
        if (gate.Enter() is { } refusal)
        {
            return new StartResult(null, refusal);
        }

        try
        {
            if (await workflows.FindAsync(workflowId, cancellationToken) is not { DeletedAt: null })
            {
                return new StartResult(null, Refusal.NotFound("Workflow not found"));
            }

            var id = idempotencyKey is null ? InstanceId.New(clock.GetUtcNow()) : InstanceId.FromKey(workflowId, idempotencyKey);
            return await AskAsync(id, workflowId, (owner, again) => owner.StartAsync(id.Value, workflowId.Value, variables, again));
        }
        finally
        {
            gate.Leave();
        }
    }

    /// <summary>
    /// Starts an instance because a trigger fired; it and the occurrence are durable when the task completes. When the instance is
    /// there already, nothing changes.
    /// </summary>
    /// <param name="id">The instance, whose id stands for what it must not be started twice for.</param>
    /// <param name="workflowId">The workflow to run; the caller has seen that it is there.</param>
    /// <param name="variables">The instance's variables.</param>
    /// <param name="fired">The firing.</param>
    public async Task<StartResult> HandleAsync(
        InstanceId id, WorkflowId workflowId, IReadOnlyDictionary<string, string> variables, FiredEvent fired)
    {
        if (gate.Enter() is { } refusal)
        {
            return new StartResult(null, refusal);
        }

        try
        {
            return await AskAsync(id, workflowId, (owner, _) => owner.FireAsync(
                id.Value, workflowId.Value, variables, fired.Firing.Trigger.Value, fired.Firing.Occurrence.Value, fired.Envelope));
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task<StartResult> AskAsync(InstanceId id, WorkflowId workflowId, Func<IPartitionGrain, bool, Task<StartAnswer>> start)
    {
        var answer = await router.AskAsync(id, start);
        return answer.Refused?.Refusal is { } refusal ? new StartResult(null, refusal) : new StartResult(
            new InstanceSummary(id, workflowId, answer.CreatedAt, answer.UpdatedAt, answer.TerminatedAt, answer.Error), null);
    }
}

/// <summary>The result of a start: exactly one of the two is set.</summary>
/// <param name="Instance">The instance as it stands after its first turn, which may already be its last.</param>
/// <param name="Refusal">Why nothing was started.</param>
public sealed record StartResult(InstanceSummary? Instance, Refusal? Refusal);
