using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>Merges <c>all(a, p) and all(a, q)</c>, <c>none … and none …</c> and <c>any … or any …</c> into one pass over a.</summary>
internal sealed class QuantifierRewriter : SyntaxRewriter
{
    protected override SyntaxNode Visit(SyntaxNode node)
    {
        if (node is not BinarySyntax
            {
                Left: BuiltinSyntax { Arguments: [var collection, PredicateSyntax first] } left,
                Right: BuiltinSyntax { Arguments: [var other, PredicateSyntax second] } right,
            } both
            || left.Name != right.Name
            || Combination(left.Name, both.Operation) is not { } operation
            || !SyntaxComparison.AreSame(collection, other))
        {
            return node;
        }

        SyntaxNode body = new BinarySyntax(first.Span.To(second.Span), 0, operation, first.Body, second.Body) { Type = StaticType.Bool };
        body = Visit(body);
        return new BuiltinSyntax(both.Span, both.Anchor, left.Name, [collection, new PredicateSyntax(body.Span, 0, body)]) { Type = StaticType.Bool };
    }

    private static string? Combination(string quantifier, string operation) => (quantifier, operation) switch
    {
        ("all", "and" or "&&") => "&&",
        ("any", "or" or "||") or ("none", "and" or "&&") => "||",
        _ => null,
    };
}
