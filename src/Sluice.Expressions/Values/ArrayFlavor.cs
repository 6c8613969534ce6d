namespace Sluice.Expressions.Values;

/// <summary>How an array was made, where that shows: in messages, in <c>join</c>, and in comparisons.</summary>
internal enum ArrayFlavor
{
    Ordinary = 1,

    /// <summary>A range.</summary>
    Ints,

    /// <summary>What <c>split</c> returns.</summary>
    Strings,

    /// <summary>What <c>toPairs</c> returns.</summary>
    Pairs,

    /// <summary>One of those pairs.</summary>
    Pair,
}
