using Sluice.Engine.Json;
using Sluice.Engine.Stages.Resolution;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Stages;

/// <summary>Turns a stage as written into a stage to run: interpolation, coercion, defaults and one-of rules.</summary>
public static class StageResolver
{
    /// <summary>Resolves one stage at the moment it starts.</summary>
    /// <param name="stage">The stage as its author wrote it.</param>
    /// <param name="variables">The instance's variables; an unknown one counts as empty.</param>
    /// <returns>The input, or the error that fails the stage before any call is made: one line per problem.</returns>
    public static StageResolution Resolve(StageDefinition stage, IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(stage);
        ArgumentNullException.ThrowIfNull(variables);
        if (!StageSchemas.ByKind.TryGetValue(stage.Kind, out var schema))
        {
            return new StageResolution(null, null, $"unable to resolve schema {JsonText.Quote(stage.Kind)}");
        }

        var context = new ResolutionContext(variables);
        var fields = schema.Read(stage.Body, context);
        return fields is not null && context.Problems.Count == 0
            ? new StageResolution(schema.Build(fields), RetrySchema.Of(fields), null)
            : new StageResolution(null, null, string.Join('\n', context.Problems.Select(problem => problem.AsStageError())));
    }
}
