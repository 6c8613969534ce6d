namespace Sluice.Expressions.Values;

/// <summary>Keys of any kind: equal only when kind and content are the same, so 1 and 1.0 are two keys.</summary>
internal sealed class KeyComparer : IEqualityComparer<Value>
{
    public static readonly KeyComparer Instance = new();

    /// <summary>Whether a value can be a key: arrays, bytes and maps cannot.</summary>
    public static bool IsComparable(in Value value) =>
        value.Kind is not (ValueKind.Bytes or ValueKind.Map) && (value.Kind != ValueKind.Array || value.Array.Flavor == ArrayFlavor.Pair);

    public static int Hash(in Value value) => value.Kind switch
    {
        ValueKind.String => HashCode.Combine(value.Kind, value.Text),
        ValueKind.BigInteger => HashCode.Combine(value.Kind, value.AsBigInteger()),
        ValueKind.Float => HashCode.Combine(value.Kind, value.Float == 0 ? 0 : value.Float),
        ValueKind.Time => HashCode.Combine(value.Kind, value.Time.Seconds, value.Time.Nanoseconds),
        ValueKind.TimeZone => HashCode.Combine(value.Kind, value.Zone.Name),
        ValueKind.Array or ValueKind.Map or ValueKind.Bytes => (int)value.Kind,
        _ => HashCode.Combine(value.Kind, value.Bits),
    };

    public bool Equals(Value x, Value y) => Equality.AreIdentical(x, y, meter: null);

    public int GetHashCode(Value obj) => Hash(obj);
}
