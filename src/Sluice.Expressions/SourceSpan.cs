namespace Sluice.Expressions;

/// <summary>A part of an expression's source text, in UTF-16 code units.</summary>
/// <param name="Start">The offset of its first code unit.</param>
/// <param name="End">The offset after its last code unit.</param>
public readonly record struct SourceSpan(int Start, int End)
{
    /// <summary>The smallest span that holds both.</summary>
    public SourceSpan To(SourceSpan other) => new(Math.Min(Start, other.Start), Math.Max(End, other.End));
}
