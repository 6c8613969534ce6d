using System.Text.Json;
using Sluice.Engine.Triggers;

namespace Sluice.Server.Triggers;

/// <summary>The use case of trying a trigger on an event: nothing is started and nothing recorded.</summary>
public sealed class TestTrigger(TriggerIndex index)
{
    /// <summary>Evaluates a trigger's expressions.</summary>
    /// <param name="id">The trigger.</param>
    /// <param name="payload">The event's payload.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>Null when there is no such trigger.</returns>
    public async Task<TriggerTest?> HandleAsync(TriggerId id, JsonElement payload, CancellationToken cancellationToken)
    {
        if (await index.FindAsync(id, cancellationToken) is not { } trigger)
        {
            return null;
        }

        var environment = TriggerExpressions.Environment(payload);
        var filter = await MatchAsync(trigger, environment, cancellationToken);
        return new TriggerTest(
            trigger.HasFilter ? filter : null,
            filter.Match ? await trigger.TestVariablesAsync(environment, cancellationToken) : []);
    }

    private static async Task<FilterResult> MatchAsync(
        CompiledTrigger trigger, Expressions.Value environment, CancellationToken cancellationToken)
    {
        try
        {
            return await trigger.MatchAsync(environment, cancellationToken);
        }
        catch (LinkUnavailableException exception)
        {
            return new FilterResult(false, exception.Message);
        }
    }
}

/// <summary>What a trigger would make of an event.</summary>
/// <param name="Filter">What its filter says; null when it has none.</param>
/// <param name="Variables">The instance's variables; empty when the event does not match.</param>
public sealed record TriggerTest(FilterResult? Filter, IReadOnlyList<VariableResult> Variables);
