using Sluice.Engine.Workflows;

namespace Sluice.Engine.Stages;

/// <summary>Turns a stage as written into a stage to run: interpolation, coercion, defaults and one-of rules.</summary>
public static class StageResolver
{
    /// <summary>Resolves one stage at the moment it starts.</summary>
    /// <param name="stage">The stage as its author wrote it.</param>
    /// <param name="variables">The instance's variables; an unknown one counts as empty.</param>
    /// <returns>The input, or the error that fails the stage before any call is made.</returns>
    public static StageResolution Resolve(StageDefinition stage, IReadOnlyDictionary<string, string> variables) =>
        throw new NotSupportedException($"{stage} {variables.Count}");
}
