using Sluice.Engine.Workflows;

namespace Sluice.Server.Triggers;

/// <summary>What a trigger waits for and what it starts.</summary>
/// <param name="Name">A name for people; may be empty.</param>
/// <param name="Event">The type of the events it looks at, compared by case.</param>
/// <param name="Version">The version those events must have; null for any.</param>
/// <param name="Filter">The expression that must be true of an event; null when all are welcome.</param>
/// <param name="Workflow">The workflow it starts.</param>
/// <param name="Variables">The expressions that give the instance its variables, by the variables' names.</param>
public sealed record TriggerDefinition(
    string Name, string Event, string? Version, string? Filter, WorkflowId Workflow, IReadOnlyDictionary<string, string> Variables);
