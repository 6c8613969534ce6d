namespace Sluice.Engine.Stages.Resolution;

/// <summary>One field of a stage.</summary>
/// <param name="Name">Its key in JSON.</param>
/// <param name="Shape">What its value may look like.</param>
internal sealed record Field(string Name, Shape Shape)
{
    /// <summary>What the field is when not given; none by default.</summary>
    public object? Default { get; init; }

    /// <summary>Whether the stage cannot run without it; false by default.</summary>
    public bool IsRequired { get; init; }

    /// <summary>A second spelling of the key; none by default.</summary>
    public string? Alias { get; init; }
}
