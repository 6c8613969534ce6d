namespace Sluice.Engine.Workflows;

/// <summary>Identifies a workflow.</summary>
/// <param name="Value">The UUID that the API shows.</param>
public readonly record struct WorkflowId(Guid Value)
{
    /// <summary>Reads the API's form of an id.</summary>
    /// <returns>False when <paramref name="text"/> is not a UUID, and so names no workflow.</returns>
    public static bool TryParse(string? text, out WorkflowId id)
    {
        var parsed = Guid.TryParseExact(text, "D", out var value);
        id = new WorkflowId(value);
        return parsed;
    }

    /// <summary>The lower-case, dashed form that the API uses.</summary>
    public override string ToString() => Value.ToString("D");
}
