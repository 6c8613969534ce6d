using System.Collections.Immutable;
using Sluice.Engine.Json;
using Sluice.Engine.Stages.Resolution;

namespace Sluice.Engine.Workflows;

/// <summary>Finds what a definition says in vain: most often a misspelled field.</summary>
public static class UnknownKeys
{
    /// <summary>Most keys named for one definition.</summary>
    public const int Max = 20;

    /// <summary>The paths of keys inside stages that are accepted and ignored.</summary>
    /// <param name="definition">A definition that was accepted.</param>
    /// <returns>At most <see cref="Max"/> paths such as <c>stages[0].delay.seconds</c>, in the order of the stages.</returns>
    public static ImmutableArray<string> Of(WorkflowDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. definition.Stages.SelectMany(Of).Take(Max)];
    }

    private static IEnumerable<string> Of(StageDefinition stage, int index)
    {
        var path = JsonText.Member(JsonText.Item("stages", index), stage.Kind);
        return StageSchemas.ByKind[stage.Kind].Body.UnknownKeys(stage.Body, path);
    }
}
