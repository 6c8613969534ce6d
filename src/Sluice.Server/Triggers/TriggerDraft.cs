using Sluice.Engine;
using Sluice.Engine.Workflows;

namespace Sluice.Server.Triggers;

/// <summary>A trigger as somebody asks for it; members that were left out are empty.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Event">The type of event.</param>
/// <param name="Version">The version of event.</param>
/// <param name="Filter">The filter.</param>
/// <param name="Workflow">The id of the workflow, as written.</param>
/// <param name="Variables">The expressions of variables, by name.</param>
public sealed record TriggerDraft(
    string Name, string Event, string Version, string Filter, string Workflow, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>The refusal of a trigger whose workflow is not there.</summary>
    internal static Refusal WorkflowNotFound { get; } = Refusal.NotFound("workflow does not exists");

    /// <summary>The refusal of a trigger that is wrong in itself.</summary>
    internal static Refusal Invalid(string problem) => Refusal.Validation($"validating data: {problem}");

    /// <summary>Checks that it says all that a trigger must say.</summary>
    /// <returns>Null, or why it does not.</returns>
    internal Refusal? TryMake(out TriggerDefinition? definition)
    {
        definition = null;
        if (Event.Length == 0)
        {
            return Invalid("missing event");
        }

        if (Workflow.Length == 0)
        {
            return Invalid("missing workflow id");
        }

        if (Variables.Count > Limits.TriggerVariablesMax)
        {
            return Invalid($"more than {Limits.TriggerVariablesMax} vars");
        }

        // What is no id names no workflow, but the expressions are looked at first.
        var workflow = WorkflowId.TryParse(Workflow, out var id) ? id : default;
        definition = new TriggerDefinition(
            Name, Event, Version.Length == 0 ? null : Version, Filter.Length == 0 ? null : Filter, workflow, Variables);
        return null;
    }
}
