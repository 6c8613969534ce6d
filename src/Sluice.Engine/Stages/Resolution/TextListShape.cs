using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>A JSON array of texts that are not empty, interpolated, as a list in the author's order.</summary>
/// <param name="itemsMax">Most items.</param>
internal sealed class TextListShape(int itemsMax) : Shape
{
    /// <inheritdoc/>
    public override Reading Read(JsonElement value, FieldPath path, ResolutionContext context)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            context.Report(ProblemKind.Resolving, path, $"expected array but was {JsonText.TypeOf(value)}");
            return Reading.Undecided;
        }

        if (value.GetArrayLength() > itemsMax)
        {
            context.Report(ProblemKind.Validating, path, $"at most {itemsMax} items are allowed but there are {value.GetArrayLength()}");
            return Reading.Undecided;
        }

        var texts = new List<string>();
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            var itemPath = path.Item(index);
            var text = Scalars.Text.Read(item, itemPath, context);
            if (text.Presence == Presence.NotGiven)
            {
                context.Report(ProblemKind.Validating, itemPath, "required but empty");
            }

            texts.Add(text.Value as string ?? "");
        }

        return Reading.Given(texts);
    }
}
