using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>Stops counting when a comparison of the count is decided.</summary>
internal sealed class CountRewriter : SyntaxRewriter
{
    protected override SyntaxNode Visit(SyntaxNode node)
    {
        if (node is not BinarySyntax
            {
                Left: BuiltinSyntax { Name: "count", Arguments.Length: 2 } count,
                Right: LiteralSyntax { IsInt: true, Value.Bits: var number },
            } comparison)
        {
            return node;
        }

        if ((comparison.Operation, number) is (">", 0) or (">=", 1))
        {
            return new BuiltinSyntax(comparison.Span, comparison.Anchor, "any", count.Arguments) { Type = StaticType.Bool };
        }

        // The count from which on the answer is certain.
        var threshold = comparison.Operation switch
        {
            ">" or "<=" => number + 1,
            ">=" or "<" => number,
            _ => 0,
        };
        count.Threshold = threshold > 1 ? threshold : null;
        return node;
    }
}
