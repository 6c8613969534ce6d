using System.Numerics;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Values;

/// <summary>Which of two values comes first.</summary>
internal static class Ordering
{
    /// <summary>Evaluates <c>&lt;</c>, <c>&gt;</c>, <c>&lt;=</c> or <c>&gt;=</c>.</summary>
    /// <exception cref="ExpressionFault">The values do not compare.</exception>
    public static bool Compare(string operation, in Value left, in Value right, Meter meter)
    {
        if (left.Kind == ValueKind.Float || right.Kind == ValueKind.Float)
        {
            if (left.IsNumber && right.IsNumber)
            {
                var (first, second) = (left.AsDouble(), right.AsDouble());
                return operation switch
                {
                    "<" => first < second,
                    ">" => first > second,
                    "<=" => first <= second,
                    _ => first >= second,
                };
            }

            throw new ExpressionFault(Messages.InvalidOperation(operation, left, right));
        }

        var order = Order(operation, left, right, meter);
        return operation switch
        {
            "<" => order < 0,
            ">" => order > 0,
            "<=" => order <= 0,
            _ => order >= 0,
        };
    }

    private static int Order(string operation, in Value left, in Value right, Meter meter)
    {
        if (left.IsInteger && right.IsInteger)
        {
            return left.Kind == ValueKind.BigInteger || right.Kind == ValueKind.BigInteger
                ? BigInteger.Compare(left.AsBigInteger(), right.AsBigInteger())
                : left.Bits.CompareTo(right.Bits);
        }

        switch (left.Kind)
        {
            case ValueKind.String when right.Kind == ValueKind.String:
                var text = left.Text;
                meter.Step(text.Length >> 4);
                return Text.Compare(text, right.Text);
            case ValueKind.Time when right.Kind == ValueKind.Time:
                return left.Time.CompareTo(right.Time);
            case ValueKind.Duration when right.Kind == ValueKind.Duration:
                return left.Bits.CompareTo(right.Bits);
            default:
                throw new ExpressionFault(Messages.InvalidOperation(operation, left, right));
        }
    }
}
