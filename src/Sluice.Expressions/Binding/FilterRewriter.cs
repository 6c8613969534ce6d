using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>Stops filtering when the element asked for is found, and counts where only the length is asked for.</summary>
internal sealed class FilterRewriter : SyntaxRewriter
{
    protected override SyntaxNode Visit(SyntaxNode node) => node switch
    {
        BuiltinSyntax { Name: "len", Arguments: [BuiltinSyntax { Name: "filter" } filter] } length =>
            new BuiltinSyntax(length.Span, length.Anchor, "count", filter.Arguments) { Type = length.Type },
        BuiltinSyntax { Name: "first", Arguments: [BuiltinSyntax { Name: "filter" } filter] } first =>
            Find(first, "find", filter, throws: false),
        BuiltinSyntax { Name: "last", Arguments: [BuiltinSyntax { Name: "filter" } filter] } last =>
            Find(last, "findLast", filter, throws: false),
        MemberSyntax { Optional: false, Target: BuiltinSyntax { Name: "filter" } filter, Key: LiteralSyntax { IsInt: true, Value.Bits: 0 } } =>
            Find(node, "find", filter, throws: true),
        MemberSyntax { Optional: false, Target: BuiltinSyntax { Name: "filter" } filter, Key: LiteralSyntax { IsInt: true, Value.Bits: -1 } } =>
            Find(node, "findLast", filter, throws: true),
        _ => node,
    };

    private static BuiltinSyntax Find(SyntaxNode replaced, string name, BuiltinSyntax filter, bool throws) =>
        new(replaced.Span, replaced.Anchor, name, filter.Arguments) { Selection = filter.Selection, Throws = throws, Type = replaced.Type };
}
