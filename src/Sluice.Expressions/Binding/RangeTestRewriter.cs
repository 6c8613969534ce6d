using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary><c>x in 1..9</c> is two comparisons when x is known to be an integer.</summary>
internal sealed class RangeTestRewriter : SyntaxRewriter
{
    protected override SyntaxNode Visit(SyntaxNode node)
    {
        if (node is not BinarySyntax { Operation: "in", Right: BinarySyntax { Operation: ".." } range } test
            || test.Left.Type.Kind != StaticKind.Int
            || range is not { Left: LiteralSyntax { IsInt: true } from, Right: LiteralSyntax { IsInt: true } to })
        {
            return node;
        }

        return new BinarySyntax(test.Span, test.Anchor, "and", Comparison(">=", from), Comparison("<=", to)) { Type = StaticType.Bool };

        BinarySyntax Comparison(string operation, LiteralSyntax bound) =>
            new(test.Span, 0, operation, test.Left, bound) { Type = StaticType.Bool };
    }
}
