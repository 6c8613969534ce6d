using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary><c>x in ["a", "b"]</c> looks a set up, and <c>x in [1, 2]</c> does when x is known to be an integer.</summary>
internal sealed class SetRewriter : SyntaxRewriter
{
    protected override SyntaxNode Visit(SyntaxNode node)
    {
        if (node is not BinarySyntax { Operation: "in", Right: ArraySyntax { Elements: { Length: > 0 } elements } } test)
        {
            return node;
        }

        var integers = test.Left.Type.Kind == StaticKind.Int && Array.TrueForAll(elements, element => element is LiteralSyntax { IsInt: true });
        return integers || Array.TrueForAll(elements, element => element is LiteralSyntax { IsString: true })
            ? new InSetSyntax(test.Span, test.Anchor, test.Left, Array.ConvertAll(elements, element => ((LiteralSyntax)element).Value)) { Type = test.Type }
            : node;
    }
}
