using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Syntax;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Binding;

/// <summary>Computes what is made of literals, and drops operands of <c>and</c> and <c>or</c> that do not matter.</summary>
internal sealed class FoldingRewriter : SyntaxRewriter
{
    private static readonly Meter Unmetered = new();

    public bool Changed { get; private set; }

    protected override SyntaxNode Visit(SyntaxNode node)
    {
        var folded = node switch
        {
            UnarySyntax { Operand: LiteralSyntax operand } unary => Unary(unary, operand),
            BinarySyntax binary => Logic(binary) ?? Constant(binary),
            ArraySyntax { Elements.Length: > 0 } array => Constant(array),
            BuiltinSyntax { Name: "filter", Selection: null } outer => Nested(outer),
            _ => null,
        };
        if (folded is null)
        {
            return node;
        }

        Changed = true;
        folded.Type = node.Type;
        return folded;
    }

    private static LiteralSyntax? Unary(UnarySyntax unary, LiteralSyntax operand) => unary.Operation switch
    {
        "-" when operand.IsNumber => Literal(unary, Arithmetic.Negate(operand.Value, Unmetered)),
        "+" when operand.IsNumber => Literal(unary, operand.Value),
        "not" or "!" when operand.IsBool => Literal(unary, Value.From(!operand.Value.Bool)),
        _ => null,
    };

    private static SyntaxNode? Logic(BinarySyntax binary)
    {
        // The literal that leaves the other operand as it is; the opposite one decides alone.
        bool? neutral = binary.Operation is "and" or "&&" ? true : binary.Operation is "or" or "||" ? false : null;
        if (neutral is null)
        {
            return null;
        }

        var left = (binary.Left as LiteralSyntax)?.Value is { Kind: ValueKind.Bool } first ? first.Bool : (bool?)null;
        var right = (binary.Right as LiteralSyntax)?.Value is { Kind: ValueKind.Bool } second ? second.Bool : (bool?)null;
        return left == neutral ? binary.Right
            : right == neutral ? binary.Left
            : left is not null || right is not null ? Literal(binary, Value.From(!neutral.Value))
            : null;
    }

    private static LiteralSyntax? Constant(BinarySyntax binary)
    {
        if (binary is not { Left: LiteralSyntax left, Right: LiteralSyntax right })
        {
            return null;
        }

        var (first, second) = (left.Value, right.Value);
        if (binary.Operation == "==")
        {
            return first.Kind == second.Kind && (left.IsInt || left.IsString || left.IsBool)
                ? Literal(binary, Value.From(Equality.AreEqual(first, second, Unmetered)))
                : null;
        }

        if (left.IsString && right.IsString && binary.Operation == "+")
        {
            return Literal(binary, Value.FromText(Text.Concat(first.Text, second.Text)));
        }

        if (!left.IsNumber || !right.IsNumber)
        {
            return null;
        }

        return binary.Operation switch
        {
            "+" => Literal(binary, Arithmetic.Add(first, second, Unmetered)),
            "-" => Literal(binary, Arithmetic.Subtract(first, second, Unmetered)),
            "*" => Literal(binary, Arithmetic.Multiply(first, second, Unmetered)),
            "/" => Literal(binary, Arithmetic.Divide(first, second)),
            "**" or "^" => Literal(binary, Arithmetic.Power(first, second)),
            "%" when second is { Kind: ValueKind.Int, Bits: 0 } => throw new ExpressionFault(Messages.DivideByZero, binary.Anchor),
            "%" => Literal(binary, Arithmetic.Remainder(first, second, Unmetered)),
            _ => null,
        };
    }

    private static LiteralSyntax? Constant(ArraySyntax array) =>
        Array.TrueForAll(array.Elements, element => element is LiteralSyntax literal && (literal.IsNumber || literal.IsString || literal.IsBool))
            ? Literal(array, Value.FromArray(new ListArray(Array.ConvertAll(array.Elements, element => ((LiteralSyntax)element).Value))))
            : null;

    /// <summary><c>filter(filter(a, p), q)</c> is <c>filter(a, p &amp;&amp; q)</c>.</summary>
    private static BuiltinSyntax? Nested(BuiltinSyntax outer)
    {
        if (outer.Arguments is not [BuiltinSyntax { Name: "filter", Selection: null, Arguments: [var collection, PredicateSyntax first] }, PredicateSyntax second])
        {
            return null;
        }

        var both = new BinarySyntax(first.Span.To(second.Span), 0, "&&", first.Body, second.Body) { Type = StaticType.Bool };
        return new BuiltinSyntax(outer.Span, outer.Anchor, "filter", [collection, new PredicateSyntax(both.Span, 0, both)]);
    }

    private static LiteralSyntax Literal(SyntaxNode replaced, Value value) => new(replaced.Span, replaced.Anchor, value);
}
