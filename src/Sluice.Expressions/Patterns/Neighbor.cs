namespace Sluice.Expressions.Patterns;

/// <summary>What is beside a place between characters, as far as assertions look at it.</summary>
internal enum Neighbor
{
    Other,
    Word,
    LineFeed,

    /// <summary>Nothing: the text begins or ends here.</summary>
    Edge,
}
