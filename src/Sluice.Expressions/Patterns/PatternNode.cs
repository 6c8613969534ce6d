namespace Sluice.Expressions.Patterns;

/// <summary>A part of a pattern, how large the program for it is, and how often its most repeated part is repeated.</summary>
internal abstract record PatternNode(long Size, long Repeats);

/// <summary>One character.</summary>
internal sealed record CharacterNode(CharacterSet Set) : PatternNode(1, 1);

/// <summary>A place between characters.</summary>
internal sealed record AssertionNode(Assertion Assertion) : PatternNode(1, 1);

/// <summary>One after the other.</summary>
internal sealed record SequenceNode(IReadOnlyList<PatternNode> Parts, long Size, long Repeats) : PatternNode(Size, Repeats);

/// <summary>One of them.</summary>
internal sealed record AlternativesNode(IReadOnlyList<PatternNode> Branches, long Size, long Repeats) : PatternNode(Size, Repeats);

/// <summary>The same several times, or any number of times when there is no maximum.</summary>
internal sealed record RepeatNode(PatternNode Body, int Min, int? Max, long Size, long Repeats) : PatternNode(Size, Repeats);
