using System.Text.Json;

namespace Sluice.Engine.Workflows;

/// <summary>Reads and validates a workflow definition.</summary>
public static class DefinitionParser
{
    /// <summary>Parses the body of a create request, or a stored definition.</summary>
    /// <param name="body">The JSON document, already parsed.</param>
    /// <param name="definition">The definition when the answer is null.</param>
    /// <returns>Null, or the refusal that names the field and the rule it broke.</returns>
    public static Refusal? Parse(JsonElement body, out WorkflowDefinition? definition) =>
        throw new NotSupportedException($"{body} {definition = null}");
}
