namespace Sluice.Expressions.Syntax;

/// <summary><c>[a, b]</c>.</summary>
internal sealed class ArraySyntax(SourceSpan span, SyntaxNode[] elements) : SyntaxNode(span, span.Start, DepthOf(elements))
{
    public SyntaxNode[] Elements { get; } = elements;

    public override void RewriteChildren(SyntaxRewriter rewriter) => rewriter.Rewrite(Elements);
}

/// <summary><c>{a: 1}</c>: keys and values side by side.</summary>
internal sealed class MapSyntax(SourceSpan span, SyntaxNode[] keys, SyntaxNode[] values)
    : SyntaxNode(span, span.Start, Math.Max(DepthOf(keys), DepthOf(values)))
{
    public SyntaxNode[] Keys { get; } = keys;

    public SyntaxNode[] Values { get; } = values;

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        rewriter.Rewrite(Keys);
        rewriter.Rewrite(Values);
    }
}
