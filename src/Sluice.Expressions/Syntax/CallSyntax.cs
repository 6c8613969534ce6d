namespace Sluice.Expressions.Syntax;

/// <summary>A call of a function that the host registered, of a method, or of what turns out to be no function.</summary>
internal sealed class CallSyntax(SourceSpan span, int anchor, SyntaxNode callee, SyntaxNode[] arguments)
    : SyntaxNode(span, anchor, Math.Max(callee.Depth, DepthOf(arguments)))
{
    public SyntaxNode Callee { get; private set; } = callee;

    public SyntaxNode[] Arguments { get; } = arguments;

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        Callee = rewriter.Rewrite(Callee);
        rewriter.Rewrite(Arguments);
    }
}

/// <summary>A call of a built-in function.</summary>
internal sealed class BuiltinSyntax(SourceSpan span, int anchor, string name, SyntaxNode[] arguments)
    : SyntaxNode(span, anchor, DepthOf(arguments))
{
    public string Name { get; } = name;

    public SyntaxNode[] Arguments { get; } = arguments;

    /// <summary>What the optimizer lets the function make of each element that passes: the second half of <c>map(filter(…), …)</c>.</summary>
    public SyntaxNode? Selection { get; set; }

    /// <summary>Whether finding nothing is an error: <c>filter(…)[0]</c> instead of <c>first(filter(…))</c>.</summary>
    public bool Throws { get; init; }

    /// <summary>The count at which counting may stop; null to count all.</summary>
    public long? Threshold { get; set; }

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        rewriter.Rewrite(Arguments);
        Selection = Selection is null ? null : rewriter.Rewrite(Selection);
    }
}

/// <summary>What a predicate built-in does with each element.</summary>
internal sealed class PredicateSyntax(SourceSpan span, int anchor, SyntaxNode body) : SyntaxNode(span, anchor, body.Depth)
{
    public SyntaxNode Body { get; private set; } = body;

    public override void RewriteChildren(SyntaxRewriter rewriter) => Body = rewriter.Rewrite(Body);
}
