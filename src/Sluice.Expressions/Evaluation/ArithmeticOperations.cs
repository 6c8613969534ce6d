using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

internal sealed class ArithmeticOperation(int anchor, string operation, Operation left, Operation right) : Operation(anchor)
{
    private readonly char _operation = operation == "**" ? '^' : operation[0];

    public override Value Evaluate(EvaluationContext context)
    {
        var first = left.Evaluate(context);
        var second = right.Evaluate(context);
        context.Anchor = Anchor;
        return _operation switch
        {
            '+' => Arithmetic.Add(first, second, context),
            '-' => Arithmetic.Subtract(first, second, context),
            '*' => Arithmetic.Multiply(first, second, context),
            '/' => Arithmetic.Divide(first, second),
            '%' => Arithmetic.Remainder(first, second, context),
            _ => Arithmetic.Power(first, second),
        };
    }
}

internal sealed class NegateOperation(int anchor, Operation operand) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var value = operand.Evaluate(context);
        context.Anchor = Anchor;
        return Arithmetic.Negate(value, context);
    }
}

/// <summary><c>a..b</c>.</summary>
internal sealed class RangeOperation(int anchor, Operation from, Operation to) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var first = from.Evaluate(context);
        var last = to.Evaluate(context);
        context.Anchor = Anchor;
        var (start, end) = (Access.ToInt(first), Access.ToInt(last));

        // A length that overflows counts as none.
        var length = end < start ? 0 : Math.Max(unchecked(end - start + 1), 0);
        context.ChargeMemory(length);
        return Value.FromArray(new RangeArray(start, (int)length));
    }
}
