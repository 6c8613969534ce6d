using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>
/// Sums of literal ranges are computed by formula; those of literal lists become additions, those of <c>map</c> one pass.
/// </summary>
/// <param name="deepeningMax">By how many levels the additions may make the tree deeper; no other rewriter makes it much deeper.</param>
internal sealed class SumRewriter(int deepeningMax) : SyntaxRewriter
{
    private int _deepening;

    /// <summary>Whether the tree would have become too deep. It is of no use then.</summary>
    public bool IsTooDeep => _deepening > deepeningMax;

    protected override SyntaxNode Visit(SyntaxNode node) => node switch
    {
        BuiltinSyntax { Name: "sum", Arguments: [BinarySyntax { Operation: ".." } range] } => Fold(node, range, null) ?? node,
        BuiltinSyntax { Name: "sum", Arguments: [BinarySyntax { Operation: ".." } range, PredicateSyntax predicate] } =>
            Fold(node, range, predicate.Body) ?? node,
        BuiltinSyntax { Name: "reduce", Arguments: [BinarySyntax { Operation: ".." } range, PredicateSyntax predicate, ..] } reduce
            when IsAddition(predicate.Body) => Reduce(reduce, range) ?? node,
        BuiltinSyntax { Name: "sum", Arguments: [ArraySyntax { Elements: { Length: >= 2 } elements }] } => Additions(node, elements),
        BuiltinSyntax { Name: "sum", Arguments: [BuiltinSyntax { Name: "map" } map] } sum =>
            new BuiltinSyntax(sum.Span, sum.Anchor, "sum", map.Arguments) { Type = sum.Type },
        _ => node,
    };

    private static bool IsAddition(SyntaxNode body) =>
        body is BinarySyntax { Operation: "+", Left: PointerSyntax left, Right: PointerSyntax right }
        && ((left.Name.Length == 0 && right.Name == "acc") || (left.Name == "acc" && right.Name.Length == 0));

    private static LiteralSyntax? Reduce(BuiltinSyntax reduce, BinarySyntax range)
    {
        var initial = reduce.Arguments.Length < 3 ? 0L
            : reduce.Arguments[2] is LiteralSyntax { IsInt: true } literal ? literal.Value.Bits
            : (long?)null;
        return initial is not null && Bounds(range) is var (first, last) && last >= first
            ? Literal(reduce, Total(first, last) + initial.Value)
            : null;
    }

    private static LiteralSyntax? Fold(SyntaxNode sum, BinarySyntax range, SyntaxNode? body)
    {
        if (Bounds(range) is not var (first, last) || last < first)
        {
            return null;
        }

        var total = Total(first, last);
        var count = last - first + 1;
        return body switch
        {
            null or PointerSyntax { Name: "" } => Literal(sum, total),
            BinarySyntax { Operation: "*", Left: PointerSyntax { Name: "" }, Right: LiteralSyntax { IsInt: true } factor } => Literal(
                sum, total * factor.Value.Bits),
            BinarySyntax { Operation: "*", Left: LiteralSyntax { IsInt: true } factor, Right: PointerSyntax { Name: "" } } => Literal(
                sum, total * factor.Value.Bits),
            BinarySyntax { Operation: "+", Left: PointerSyntax { Name: "" }, Right: LiteralSyntax { IsInt: true } term } => Literal(
                sum, total + (count * term.Value.Bits)),
            BinarySyntax { Operation: "+", Left: LiteralSyntax { IsInt: true } term, Right: PointerSyntax { Name: "" } } => Literal(
                sum, total + (count * term.Value.Bits)),
            BinarySyntax { Operation: "-", Left: PointerSyntax { Name: "" }, Right: LiteralSyntax { IsInt: true } term } => Literal(
                sum, total - (count * term.Value.Bits)),
            BinarySyntax { Operation: "-", Left: LiteralSyntax { IsInt: true } term, Right: PointerSyntax { Name: "" } } => Literal(
                sum, (count * term.Value.Bits) - total),
            _ => null,
        };
    }

    private static (long First, long Last)? Bounds(BinarySyntax range) =>
        range is { Left: LiteralSyntax { IsInt: true } first, Right: LiteralSyntax { IsInt: true } last }
            ? (first.Value.Bits, last.Value.Bits)
            : null;

    /// <summary>The formula for consecutive numbers. What overflows wraps around, before it is halved, as the language does it.</summary>
    private static long Total(long first, long last) => unchecked((last - first + 1) * (first + last)) / 2;

    private static LiteralSyntax Literal(SyntaxNode replaced, long total) =>
        new(replaced.Span, replaced.Anchor, Value.From(total)) { Type = replaced.Type };

    private SyntaxNode Additions(SyntaxNode sum, SyntaxNode[] elements)
    {
        _deepening += elements.Length;
        if (IsTooDeep)
        {
            return sum;
        }

        var right = elements[^1];
        for (var i = elements.Length - 2; i >= 0; i--)
        {
            right = new BinarySyntax(sum.Span, i == 0 ? sum.Anchor : 0, "+", elements[i], right) { Type = sum.Type };
        }

        return right;
    }
}
