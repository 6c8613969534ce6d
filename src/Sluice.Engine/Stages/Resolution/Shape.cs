using System.Text.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>What a field's value may look like, and what it becomes.</summary>
internal abstract class Shape
{
    /// <summary>Reads a value that is there: neither absent nor null.</summary>
    /// <param name="value">The JSON as written.</param>
    /// <param name="path">The field, for messages.</param>
    /// <param name="context">Takes the problems.</param>
    public abstract Reading Read(JsonElement value, FieldPath path, ResolutionContext context);
}
