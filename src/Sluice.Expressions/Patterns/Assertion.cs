namespace Sluice.Expressions.Patterns;

/// <summary>What a pattern can ask of a place between characters.</summary>
internal enum Assertion
{
    TextStart,
    TextEnd,
    LineStart,
    LineEnd,
    WordBoundary,
    NoWordBoundary,
}
