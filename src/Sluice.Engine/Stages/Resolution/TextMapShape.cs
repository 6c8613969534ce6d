using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>A JSON object of texts, as a dictionary in the author's order. Values are interpolated, keys are not.</summary>
internal sealed class TextMapShape : Shape
{
    /// <inheritdoc/>
    public override Reading Read(JsonElement value, FieldPath path, ResolutionContext context)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            context.Report(ProblemKind.Resolving, path, $"expecting map, got type: {JsonText.TypeOf(value)}");
            return Reading.Undecided;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (!JsonText.TryReadName(property, out var key))
            {
                context.Report(ProblemKind.Resolving, path, "a key is not Unicode text");
            }
            else if (property.Value.ValueKind == JsonValueKind.Null)
            {
                map[key] = "";
            }
            else
            {
                var text = Scalars.Text.Read(property.Value, path.Member(key), context);
                map[key] = text.Value as string ?? "";
            }
        }

        return Reading.Given(map);
    }
}
