using System.Text.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>Everything there is to know about reading one kind of stage.</summary>
/// <param name="Body">The fields of the stage's body.</param>
/// <param name="Build">Makes the input of a stage that was read without a problem.</param>
internal sealed record StageSchema(ObjectShape Body, Func<ResolvedFields, StageInput> Build)
{
    /// <summary>Rules that span several fields; none by default.</summary>
    public Action<ResolvedFields, ResolutionContext>? Rules { get; init; }

    /// <summary>Reads a stage's body and checks every rule that can be decided.</summary>
    /// <returns>The fields; null when the body is not an object, which was reported.</returns>
    public ResolvedFields? Read(JsonElement body, ResolutionContext context)
    {
        var fields = Body.Read(body, FieldPath.Body, context).Value as ResolvedFields;
        if (fields is not null)
        {
            Rules?.Invoke(fields, context);
        }

        return fields;
    }
}
