namespace Sluice.Expressions.Syntax;

/// <summary><c>target.name</c> and <c>target[key]</c>.</summary>
internal sealed class MemberSyntax(SourceSpan span, int anchor, SyntaxNode target, SyntaxNode key, bool optional)
    : SyntaxNode(span, anchor, Math.Max(target.Depth, key.Depth))
{
    public SyntaxNode Target { get; private set; } = target;

    public SyntaxNode Key { get; private set; } = key;

    /// <summary>Whether it was written with <c>?.</c>, so that a nil target ends the chain around it.</summary>
    public bool Optional { get; } = optional;

    /// <summary>Whether it is what a call calls.</summary>
    public bool IsCalled { get; init; }

    /// <summary>The name, when the key is a text literal.</summary>
    public string? Name => Key is LiteralSyntax { IsString: true } literal ? literal.Value.Text : null;

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        Target = rewriter.Rewrite(Target);
        Key = rewriter.Rewrite(Key);
    }
}

/// <summary>What a nil receiver of an optional access inside makes nil as a whole.</summary>
internal sealed class ChainSyntax(SourceSpan span, int anchor, SyntaxNode inner) : SyntaxNode(span, anchor, inner.Depth)
{
    public SyntaxNode Inner { get; private set; } = inner;

    public override void RewriteChildren(SyntaxRewriter rewriter) => Inner = rewriter.Rewrite(Inner);
}

/// <summary><c>target[from:to]</c>.</summary>
internal sealed class SliceSyntax(SourceSpan span, int anchor, SyntaxNode target, SyntaxNode? from, SyntaxNode? to)
    : SyntaxNode(span, anchor, Math.Max(target.Depth, Math.Max(from?.Depth ?? 0, to?.Depth ?? 0)))
{
    public SyntaxNode Target { get; private set; } = target;

    public SyntaxNode? From { get; private set; } = from;

    public SyntaxNode? To { get; private set; } = to;

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        Target = rewriter.Rewrite(Target);
        From = From is null ? null : rewriter.Rewrite(From);
        To = To is null ? null : rewriter.Rewrite(To);
    }
}
