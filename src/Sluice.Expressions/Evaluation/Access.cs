using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary>What is at a key or an index.</summary>
internal static class Access
{
    /// <summary>Evaluates <c>target[key]</c>.</summary>
    public static Value Fetch(in Value target, in Value key, Meter meter)
    {
        switch (target.Kind)
        {
            case ValueKind.Map:
                return Entry(target, key);
            case ValueKind.Array or ValueKind.Bytes or ValueKind.String:
                var index = ToInt(key);
                var length = Length(target);
                index = index < 0 ? index + length : index;
                return index >= 0 && index < length
                    ? Element(target, (int)index, meter)
                    : throw new ExpressionFault(Messages.IndexOutOfRange(index, length));
            default:
                throw new ExpressionFault(Messages.CannotFetch(PlainText.Of(key, meter), target));
        }
    }

    /// <summary>Evaluates <c>get(target, key)</c>: what is not there is nil.</summary>
    public static Value Find(in Value target, in Value key, Meter meter)
    {
        switch (target.Kind)
        {
            case ValueKind.Map:
                return Entry(target, key);
            case ValueKind.Array or ValueKind.Bytes or ValueKind.String:
                var index = ToInt(key);
                var length = Length(target);
                index = index < 0 ? index + length : index;
                return index >= 0 && index < length ? Element(target, (int)index, meter) : default;
            default:
                return default;
        }
    }

    /// <summary>The entry of a map. Maps with text keys take nil for the empty text and no other kind of key.</summary>
    public static Value Entry(in Value map, in Value key)
    {
        if (map.IsJson || map.Map is TextMap)
        {
            var name = Name(key);
            return map.IsJson ? map.Member(name) : ((TextMap)map.Map).Find(name);
        }

        return KeyComparer.IsComparable(key) ? map.Map.Find(key) : throw new ExpressionFault(Messages.Unhashable(key));
    }

    public static string Name(in Value key) => key.Kind switch
    {
        ValueKind.String => key.Text,
        ValueKind.Nil => "",
        _ => throw new ExpressionFault(Messages.WrongKeyType(key)),
    };

    /// <summary>The length of an array, of bytes, or of a string in bytes.</summary>
    public static int Length(in Value value) => value.Kind switch
    {
        ValueKind.Array => value.Array.Count,
        ValueKind.Bytes => value.Bytes.Length,
        _ => Text.ByteLength(value.Text),
    };

    /// <summary>An integer where one is wanted; floats are truncated.</summary>
    public static long ToInt(in Value value) => value.Kind switch
    {
        ValueKind.Int or ValueKind.Int64 or ValueKind.Byte => value.Bits,
        ValueKind.Float => Truncate(value.Float),
        ValueKind.BigInteger => value.AsBigInteger().Sign < 0 ? long.MinValue : long.MaxValue,
        _ => throw new ExpressionFault(Messages.NotConvertible("int", TypeNames.Of(value))),
    };

    /// <summary>Toward zero; what does not fit, NaN included, is the least integer.</summary>
    public static long Truncate(double value) => value is >= long.MinValue and < 9223372036854775808.0 ? (long)value : long.MinValue;

    /// <summary>The elements that a predicate function or a comparison goes through.</summary>
    /// <exception cref="ExpressionFault">The value has no elements.</exception>
    public static ArrayValue Elements(in Value value, Meter meter)
    {
        switch (value.Kind)
        {
            case ValueKind.Array:
                return value.Array;
            case ValueKind.Bytes:
                return new BytesArray(value.Bytes);
            case ValueKind.String:
                var text = value.Text;
                meter.ChargeText(text.Length);
                return new BytesArray(Text.ToBytes(text));
            case ValueKind.Map:
                return new Unreadable(value);
            default:
                throw new ExpressionFault(Messages.NotIterable("Len", value));
        }
    }

    private static Value Element(in Value target, int index, Meter meter)
    {
        switch (target.Kind)
        {
            case ValueKind.Array:
                // Finding the place in a JSON array takes as many steps as there are elements before it.
                meter.Step(target.IsJson ? index >> 3 : 0);
                return target.Array[index];
            case ValueKind.Bytes:
                return Value.FromByte(target.Bytes[index]);
            default:
                var text = target.Text;
                meter.Step(text.Length >> 4);
                return Value.FromByte(Text.IsAscii(text) ? (byte)text[index] : Text.ToBytes(text)[index]);
        }
    }

    /// <summary>A map where an array is wanted: it has a length, and fails when an element is read.</summary>
    private sealed class Unreadable(Value map) : ArrayValue
    {
        public override int Count { get; } = map.Map.Count;

        public override ArrayFlavor Flavor => ArrayFlavor.Ordinary;

        public override Value this[int index] => throw new ExpressionFault(Messages.NotIterable("Index", map));
    }
}
