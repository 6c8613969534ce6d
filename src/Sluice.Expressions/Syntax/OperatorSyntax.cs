namespace Sluice.Expressions.Syntax;

/// <summary><c>not x</c>, <c>-x</c>, <c>+x</c>.</summary>
internal sealed class UnarySyntax(SourceSpan span, int anchor, string operation, SyntaxNode operand)
    : SyntaxNode(span, anchor, operand.Depth)
{
    public string Operation { get; } = operation;

    public SyntaxNode Operand { get; private set; } = operand;

    public override void RewriteChildren(SyntaxRewriter rewriter) => Operand = rewriter.Rewrite(Operand);
}

/// <summary>An operation on two operands.</summary>
internal sealed class BinarySyntax(SourceSpan span, int anchor, string operation, SyntaxNode left, SyntaxNode right)
    : SyntaxNode(span, anchor, Math.Max(left.Depth, right.Depth))
{
    public string Operation { get; } = operation;

    public SyntaxNode Left { get; private set; } = left;

    public SyntaxNode Right { get; private set; } = right;

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        Left = rewriter.Rewrite(Left);
        Right = rewriter.Rewrite(Right);
    }
}

/// <summary><c>x in ["a", "b"]</c> over literals, which looks its left side up in a set.</summary>
internal sealed class InSetSyntax(SourceSpan span, int anchor, SyntaxNode left, IReadOnlyList<Value> members)
    : SyntaxNode(span, anchor, left.Depth)
{
    public SyntaxNode Left { get; private set; } = left;

    public IReadOnlyList<Value> Members { get; } = members;

    public override void RewriteChildren(SyntaxRewriter rewriter) => Left = rewriter.Rewrite(Left);
}

/// <summary><c>c ? a : b</c> and <c>if c { a } else { b }</c>.</summary>
internal sealed class ConditionalSyntax(SourceSpan span, int anchor, SyntaxNode condition, SyntaxNode whenTrue, SyntaxNode whenFalse)
    : SyntaxNode(span, anchor, Math.Max(condition.Depth, Math.Max(whenTrue.Depth, whenFalse.Depth)))
{
    public SyntaxNode Condition { get; private set; } = condition;

    public SyntaxNode WhenTrue { get; private set; } = whenTrue;

    public SyntaxNode WhenFalse { get; private set; } = whenFalse;

    public override void RewriteChildren(SyntaxRewriter rewriter)
    {
        Condition = rewriter.Rewrite(Condition);
        WhenTrue = rewriter.Rewrite(WhenTrue);
        WhenFalse = rewriter.Rewrite(WhenFalse);
    }
}
