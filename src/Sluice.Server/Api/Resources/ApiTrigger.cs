using System.Text.Json.Serialization;
using Sluice.Server.Triggers;

namespace Sluice.Server.Api.Resources;

/// <summary>What starts instances of a workflow when events come in.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Event">The type of the events it looks at.</param>
/// <param name="Version">The version those events must have.</param>
/// <param name="Filter">The expression that must be true of an event.</param>
/// <param name="WorkflowId">The workflow it starts.</param>
/// <param name="Vars">The expressions that give the instance its variables.</param>
/// <param name="CreatedAt">When it was created.</param>
internal sealed record ApiTrigger(
    Guid Id,
    string Name,
    string Event,
    string? Version,
    string? Filter,
    [property: JsonPropertyName("workflowID")] Guid WorkflowId,
    IReadOnlyDictionary<string, string>? Vars,
    DateTimeOffset CreatedAt)
{
    public static ApiTrigger Of(Trigger trigger) => new(
        trigger.Id.Value,
        trigger.Definition.Name,
        trigger.Definition.Event,
        trigger.Definition.Version,
        trigger.Definition.Filter,
        trigger.Definition.Workflow.Value,
        trigger.Definition.Variables.Count == 0 ? null : trigger.Definition.Variables,
        trigger.CreatedAt);
}

/// <summary>A trigger that is asked for: the shape that the documents show.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Event">The type of the events it looks at, compared by case.</param>
/// <param name="Version">The version those events must have; any when it is left out.</param>
/// <param name="Filter">The expression that must be true of an event; without one every event of the type starts an instance.</param>
/// <param name="WorkflowId">The workflow it starts.</param>
/// <param name="Vars">The expressions that give the instance its variables, by the variables' names.</param>
internal sealed record TriggerData(
    string? Name,
    string Event,
    string? Version,
    string? Filter,
    [property: JsonPropertyName("workflowID")] Guid WorkflowId,
    IReadOnlyDictionary<string, string>? Vars);
