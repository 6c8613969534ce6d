using System.Numerics;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Values;

/// <summary>
/// The arithmetic operators. Integers wrap around at 64 bits, as the language wants it. Only where an operand already is beyond 64 bits,
/// which it can be when it comes from JSON, the result is exact instead.
/// </summary>
internal static class Arithmetic
{
    public static Value Add(in Value left, in Value right, Meter meter)
    {
        if (IsSmall(left) && IsSmall(right))
        {
            return Value.From(left.Bits + right.Bits);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return IsExact(left, right)
                ? Exact(left.AsBigInteger() + right.AsBigInteger(), meter)
                : Value.From(left.AsDouble() + right.AsDouble());
        }

        switch (left.Kind)
        {
            case ValueKind.String when right.Kind == ValueKind.String:
                var (first, second) = (left.Text, right.Text);
                meter.ChargeText((long)first.Length + second.Length);
                return Value.FromText(Text.Concat(first, second));
            case ValueKind.Time when right.Kind == ValueKind.Duration:
                return Value.FromTime(left.Time.Add(right.Bits));
            case ValueKind.Duration when right.Kind == ValueKind.Time:
                return Value.FromTime(right.Time.Add(left.Bits));
            case ValueKind.Duration when right.Kind == ValueKind.Duration:
                return Value.FromDuration(left.Bits + right.Bits);
            default:
                throw new ExpressionFault(Messages.InvalidOperation("+", left, right));
        }
    }

    public static Value Subtract(in Value left, in Value right, Meter meter)
    {
        if (IsSmall(left) && IsSmall(right))
        {
            return Value.From(left.Bits - right.Bits);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return IsExact(left, right)
                ? Exact(left.AsBigInteger() - right.AsBigInteger(), meter)
                : Value.From(left.AsDouble() - right.AsDouble());
        }

        return left.Kind switch
        {
            ValueKind.Time when right.Kind == ValueKind.Time => Value.FromDuration(left.Time.Since(right.Time)),
            ValueKind.Time when right.Kind == ValueKind.Duration => Value.FromTime(left.Time.Add(unchecked(-right.Bits))),
            ValueKind.Duration when right.Kind == ValueKind.Duration => Value.FromDuration(left.Bits - right.Bits),
            _ => throw new ExpressionFault(Messages.InvalidOperation("-", left, right)),
        };
    }

    public static Value Multiply(in Value left, in Value right, Meter meter)
    {
        if (IsSmall(left) && IsSmall(right))
        {
            return Value.From(left.Bits * right.Bits);
        }

        if (left.IsNumber && right.IsNumber)
        {
            return IsExact(left, right)
                ? Exact(left.AsBigInteger() * right.AsBigInteger(), meter)
                : Value.From(left.AsDouble() * right.AsDouble());
        }

        var (leftCounts, rightCounts) = (IsSmall(left) || left.Kind == ValueKind.Duration, IsSmall(right) || right.Kind == ValueKind.Duration);
        if (leftCounts && rightCounts)
        {
            return Value.FromDuration(left.Bits * right.Bits);
        }

        return left.Kind == ValueKind.Duration && right.Kind == ValueKind.Float ? Value.From(left.Bits * right.Float)
            : left.Kind == ValueKind.Float && right.Kind == ValueKind.Duration ? Value.From(left.Float * right.Bits)
            : throw new ExpressionFault(Messages.InvalidOperation("*", left, right));
    }

    public static Value Divide(in Value left, in Value right) => left.IsNumber && right.IsNumber
        ? Value.From(left.AsDouble() / right.AsDouble())
        : throw new ExpressionFault(Messages.InvalidOperation("/", left, right));

    public static Value Remainder(in Value left, in Value right, Meter meter)
    {
        if (!left.IsInteger || !right.IsInteger)
        {
            throw new ExpressionFault(Messages.InvalidOperation("%", left, right));
        }

        if (right.Kind != ValueKind.BigInteger && right.Bits == 0)
        {
            throw new ExpressionFault(Messages.DivideByZeroAtRuntime);
        }

        if (left.Kind == ValueKind.BigInteger || right.Kind == ValueKind.BigInteger)
        {
            return Exact(BigInteger.Remainder(left.AsBigInteger(), right.AsBigInteger()), meter);
        }

        // The one quotient that does not fit is trapped by the processor.
        return Value.From(right.Bits == -1 ? 0 : left.Bits % right.Bits);
    }

    public static Value Power(in Value left, in Value right)
    {
        if (!left.IsNumber)
        {
            throw new ExpressionFault(Messages.NotConvertible("float", TypeNames.Of(left)));
        }

        return right.IsNumber
            ? Value.From(Math.Pow(left.AsDouble(), right.AsDouble()))
            : throw new ExpressionFault(Messages.NotConvertible("float", TypeNames.Of(right)));
    }

    public static Value Negate(in Value value, Meter meter) => value.Kind switch
    {
        ValueKind.Int => Value.From(unchecked(-value.Bits)),
        ValueKind.Int64 => Value.FromInt64(unchecked(-value.Bits)),
        ValueKind.Byte => Value.FromByte(unchecked((byte)-value.Bits)),
        ValueKind.Float => Value.From(-value.Float),
        ValueKind.BigInteger => Exact(-value.AsBigInteger(), meter),
        _ => throw new ExpressionFault(Messages.InvalidNegation(value)),
    };

    private static bool IsSmall(in Value value) => value.Kind is ValueKind.Int or ValueKind.Int64 or ValueKind.Byte;

    private static bool IsExact(in Value left, in Value right) => left.Kind != ValueKind.Float && right.Kind != ValueKind.Float;

    private static Value Exact(BigInteger result, Meter meter)
    {
        var bits = result.GetBitLength();
        meter.Step(bits >> 6);
        return bits <= meter.Limits.IntegerBitsMax
            ? Value.From(result)
            : throw new ExpressionFault(Messages.IntegerTooLarge(meter.Limits.IntegerBitsMax));
    }
}
