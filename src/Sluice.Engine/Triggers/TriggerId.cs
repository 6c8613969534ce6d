namespace Sluice.Engine.Triggers;

/// <summary>Identifies a trigger.</summary>
/// <param name="Value">The UUID that the API shows.</param>
public readonly record struct TriggerId(Guid Value)
{
    /// <summary>Reads the API's form of an id.</summary>
    /// <returns>False when <paramref name="text"/> is not a UUID, and so names no trigger.</returns>
    public static bool TryParse(string? text, out TriggerId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new TriggerId(value);
        return parsed;
    }

    /// <summary>The lower-case, dashed form that the API uses.</summary>
    public override string ToString() => Value.ToString("D");
}
