using Sluice.Expressions.Binding;

namespace Sluice.Expressions.Syntax;

/// <summary>
/// A node of the tree that the parser builds, the checker types and the optimizer rewrites. It belongs to one compilation, and is
/// changed in place by it.
/// </summary>
/// <param name="span">The source text it stands for.</param>
/// <param name="anchor">Where its problems are reported, such as the operator of an operation.</param>
/// <param name="childDepth">How deep the deepest tree below it is.</param>
internal abstract class SyntaxNode(SourceSpan span, int anchor, int childDepth)
{
    public SourceSpan Span { get; } = span;

    public int Anchor { get; } = anchor;

    /// <summary>The longest path from here to a leaf, this node included.</summary>
    public int Depth { get; } = childDepth + 1;

    /// <summary>What is known of its value; the checker sets it.</summary>
    public StaticType Type { get; set; } = StaticType.Unknown;

    /// <summary>Replaces each child by what <paramref name="rewriter"/> makes of it, in order of evaluation.</summary>
    public virtual void RewriteChildren(SyntaxRewriter rewriter)
    {
    }

    protected static int DepthOf(SyntaxNode[] nodes)
    {
        var depth = 0;
        foreach (var node in nodes)
        {
            depth = Math.Max(depth, node.Depth);
        }

        return depth;
    }
}
