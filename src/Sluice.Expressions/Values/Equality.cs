using System.Runtime.CompilerServices;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Values;

/// <summary>When values are equal: as <c>==</c> has it, where 1 is 1.0, and strictly, where types must agree all the way down.</summary>
internal static class Equality
{
    public static bool AreEqual(in Value left, in Value right, Meter meter) => AreEqual(left, right, meter, 0);

    /// <summary>Strict equality.</summary>
    /// <param name="meter">What pays for it; null when the host asks.</param>
    public static bool AreIdentical(in Value left, in Value right, Meter? meter) => AreIdentical(left, right, meter ?? new Meter(), 0);

    private static bool AreEqual(in Value left, in Value right, Meter meter, int depth)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return NumbersAreEqual(left, right);
        }

        if (left.Kind is ValueKind.Array or ValueKind.Bytes && right.Kind is ValueKind.Array or ValueKind.Bytes)
        {
            return Sequences(left, right, meter, depth);
        }

        if (left.IsNil || right.IsNil)
        {
            return (left.IsNil || left.IsNilArray) && (right.IsNil || right.IsNilArray);
        }

        if (left.Kind == ValueKind.Time && right.Kind == ValueKind.Time)
        {
            return left.Time.SameInstant(right.Time);
        }

        return AreIdentical(left, right, meter, depth);
    }

    public static bool NumbersAreEqual(in Value left, in Value right)
    {
        if (left.Kind == ValueKind.Float || right.Kind == ValueKind.Float)
        {
            return left.AsDouble() == right.AsDouble();
        }

        return left.Kind == ValueKind.BigInteger || right.Kind == ValueKind.BigInteger
            ? left.Kind == right.Kind && left.AsBigInteger() == right.AsBigInteger()
            : left.Bits == right.Bits;
    }

    private static bool Sequences(in Value left, in Value right, Meter meter, int depth)
    {
        if (left.Kind == ValueKind.Bytes && right.Kind == ValueKind.Bytes)
        {
            meter.Step(left.Bytes.Length >> 4);
            return left.Bytes.AsSpan().SequenceEqual(right.Bytes);
        }

        var (first, second) = (Elements(left), Elements(right));
        var (ordinaryLeft, ordinaryRight) = (IsOrdinary(left, first), IsOrdinary(right, second));
        if (IsPairs(left, first) || IsPairs(right, second))
        {
            return AreIdentical(left, right, meter, depth);
        }

        // Two arrays of special flavors are equal only when it is the same flavor.
        return (ordinaryLeft || ordinaryRight || (left.Kind == right.Kind && first.Flavor == second.Flavor))
            && first.Count == second.Count
            && All(first, second, meter, depth, strict: false);
    }

    private static bool All(ArrayValue first, ArrayValue second, Meter meter, int depth, bool strict)
    {
        meter.CheckDepth(depth);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return DeepStack.Run(() => All(first, second, meter, depth, strict));
        }

        for (var i = 0; i < first.Count; i++)
        {
            meter.Step(1);
            if (!(strict ? AreIdentical(first[i], second[i], meter, depth + 1) : AreEqual(first[i], second[i], meter, depth + 1)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool AreIdentical(in Value left, in Value right, Meter meter, int depth)
    {
        if (left.Kind != right.Kind)
        {
            return false;
        }

        switch (left.Kind)
        {
            case ValueKind.Nil:
                return true;
            case ValueKind.Float:
                return left.Float == right.Float;
            case ValueKind.BigInteger:
                return left.AsBigInteger() == right.AsBigInteger();
            case ValueKind.String:
                var (first, second) = (left.Text, right.Text);
                meter.Step(first.Length >> 4);
                return string.Equals(first, second, StringComparison.Ordinal);
            case ValueKind.Bytes:
                return left.Bytes.AsSpan().SequenceEqual(right.Bytes);
            case ValueKind.Time:
                return left.Time.SameInstant(right.Time) && ReferenceEquals(left.Time.Zone, right.Time.Zone);
            case ValueKind.TimeZone:
                return ReferenceEquals(left.Zone, right.Zone);
            case ValueKind.Array:
                var (one, other) = (left.Array, right.Array);
                return one.Flavor == other.Flavor && one.Count == other.Count && left.IsNilArray == right.IsNilArray
                    && All(one, other, meter, depth, strict: true);
            case ValueKind.Map:
                return Maps(left.Map, right.Map, meter, depth);
            default:
                return left.Bits == right.Bits;
        }
    }

    private static bool Maps(MapValue left, MapValue right, Meter meter, int depth)
    {
        meter.CheckDepth(depth);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            return DeepStack.Run(() => Maps(left, right, meter, depth));
        }

        if (ReferenceEquals(left, right))
        {
            return true;
        }

        if (left.TypeName != right.TypeName || left.Count != right.Count)
        {
            return false;
        }

        foreach (var (key, value) in left.Entries)
        {
            meter.Step(1);
            if (!right.Contains(key) || !AreIdentical(value, right.Find(key), meter, depth + 1))
            {
                return false;
            }
        }

        return true;
    }

    private static ArrayValue Elements(in Value value) =>
        value.Kind == ValueKind.Array ? value.Array : new BytesArray(value.Bytes);

    private static bool IsOrdinary(in Value value, ArrayValue elements) =>
        value.Kind == ValueKind.Array && elements.Flavor == ArrayFlavor.Ordinary;

    private static bool IsPairs(in Value value, ArrayValue elements) =>
        value.Kind == ValueKind.Array && elements.Flavor is ArrayFlavor.Pairs or ArrayFlavor.Pair;
}
