using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>The outcome of reading one scalar: its value, or the rule it broke.</summary>
internal readonly record struct Scalar(object? Value, string? Problem);

/// <summary>A value that is written as one JSON string, number or boolean.</summary>
/// <param name="expected">The words for a value of another JSON type: <c>expected string</c>.</param>
/// <param name="ofText">Reads an interpolated, non-empty text.</param>
/// <param name="ofNumber">Reads a JSON number; unset when numbers are not allowed.</param>
/// <param name="allowsBoolean">Whether JSON booleans stand for themselves.</param>
/// <param name="ofEmpty">What an empty text means; unset when it counts as not given.</param>
internal sealed class ScalarShape(
    string expected,
    Func<string, Scalar> ofText,
    Func<string, Scalar>? ofNumber = null,
    bool allowsBoolean = false,
    object? ofEmpty = null) : Shape
{
    /// <inheritdoc/>
    public override Reading Read(JsonElement value, FieldPath path, ResolutionContext context)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return context.Interpolate(value, path) switch
                {
                    null => Reading.Undecided,
                    "" => ofEmpty is null ? Reading.NotGiven : Reading.Given(ofEmpty),
                    var text => Finish(ofText(text), path, context),
                };
            case JsonValueKind.Number when ofNumber is not null:
                return Finish(ofNumber(value.GetRawText()), path, context);
            case JsonValueKind.True or JsonValueKind.False when allowsBoolean:
                return Reading.Given(value.GetBoolean());
            default:
                context.Report(ProblemKind.Resolving, path, $"{expected} but was {JsonText.TypeOf(value)}");
                return Reading.Undecided;
        }
    }

    private static Reading Finish(Scalar scalar, FieldPath path, ResolutionContext context)
    {
        if (scalar.Problem is null)
        {
            return Reading.Given(scalar.Value!);
        }

        context.Report(ProblemKind.Resolving, path, scalar.Problem);
        return Reading.Undecided;
    }
}
