namespace Sluice.Expressions.Syntax;

/// <summary>A name that stands alone: a variable, an entry of the environment, or <c>$env</c>.</summary>
internal sealed class NameSyntax(SourceSpan span, string name) : SyntaxNode(span, span.Start, 0)
{
    public const string Environment = "$env";

    public string Name { get; } = name;

    public bool IsEnvironment => Name == Environment;
}

/// <summary><c>#</c>, <c>#index</c>, <c>#acc</c>.</summary>
internal sealed class PointerSyntax(SourceSpan span, string name) : SyntaxNode(span, span.Start, 0)
{
    /// <summary>Empty for the element itself.</summary>
    public string Name { get; } = name;
}

/// <summary><c>let name = value; body</c>.</summary>
internal sealed class LetSyntax(SourceSpan span, int anchor, string name, SyntaxNode value, SyntaxNode body)
    : SyntaxNode(span, anchor, Math.Max(value.Depth, body.Depth))
{
    public string Name { get; } = name;

    public SyntaxNode Value { get; private set; } = value;

    public SyntaxNode Body { get; private set; } = body;

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        Value = rewriter.Rewrite(Value);
        Body = rewriter.Rewrite(Body);
    }
}

/// <summary><c>a; b</c>: evaluates all, and is the last.</summary>
internal sealed class SequenceSyntax(SourceSpan span, SyntaxNode[] parts) : SyntaxNode(span, parts[0].Anchor, DepthOf(parts))
{
    public SyntaxNode[] Parts { get; } = parts;

    public override void RewriteChildren(SyntaxRewriter rewriter) => rewriter.Rewrite(Parts);
}
