using Sluice.Engine;
using Sluice.Engine.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Triggers;

/// <summary>The use case of creating a trigger.</summary>
public sealed class CreateTrigger(
    ITriggerStore triggers, IWorkflowStore workflows, TriggerIndex index, TriggerExpressions expressions, TimeProvider clock)
{
    /// <summary>Stores a trigger; it is durable, and looks at events, when the task completes.</summary>
    /// <param name="draft">What was asked for.</param>
    /// <param name="cancellationToken">Stops the wait, not a write under way.</param>
    public async Task<CreateTriggerResult> HandleAsync(TriggerDraft draft, CancellationToken cancellationToken)
    {
        if (draft.TryMake(out var definition) is { } incomplete)
        {
            return new CreateTriggerResult(null, incomplete);
        }

        var now = clock.GetUtcMicroseconds();
        var trigger = new Trigger(new TriggerId(Guid.CreateVersion7(now)), definition!, now);
        if (CompiledTrigger.TryCompile(trigger, expressions, out var compiled) is { } problem)
        {
            return new CreateTriggerResult(null, TriggerDraft.Invalid(problem));
        }

        if (await workflows.FindAsync(trigger.Definition.Workflow, cancellationToken) is not { DeletedAt: null })
        {
            return new CreateTriggerResult(null, TriggerDraft.WorkflowNotFound);
        }

        return await AddAsync(compiled!).WaitAsync(cancellationToken)
            ? new CreateTriggerResult(trigger, null)
            : new CreateTriggerResult(null, Refusal.Validation($"there are {Limits.TriggersMax} triggers already; delete some first"));
    }

    // Runs to its end even when the caller no longer waits: what is stored must look at events.
    private async Task<bool> AddAsync(CompiledTrigger trigger)
    {
        try
        {
            var added = await triggers.AddAsync(trigger.Trigger, Limits.TriggersMax, CancellationToken.None);
            if (added)
            {
                await index.AddAsync(trigger);
            }

            return added;
        }
        catch
        {
            await index.ForgetAsync();
            throw;
        }
    }
}

/// <summary>The result of a creation: exactly one of the two is set.</summary>
/// <param name="Trigger">The stored trigger.</param>
/// <param name="Refusal">Why nothing was stored.</param>
public sealed record CreateTriggerResult(Trigger? Trigger, Refusal? Refusal);
