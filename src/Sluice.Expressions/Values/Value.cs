using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Sluice.Expressions.Times;
using Sluice.Expressions.Values;

namespace Sluice.Expressions;

/// <summary>
/// A value of the expression language: one of the kinds of <see cref="ValueKind"/>. The default value is nil.
/// </summary>
/// <remarks>
/// Immutable. Values taken from a <see cref="JsonElement"/> refer to its document and are read when they are needed, so the document
/// must not be disposed while they are in use. Safe to share between threads.
/// </remarks>
public readonly partial struct Value : IEquatable<Value>
{
    private readonly object? _object;
    private readonly JsonElement _json;

    // The number, bool or count; for text, arrays and objects that still are JSON, the JsonNumbers they are read with.
    private readonly long _bits;
    private readonly ValueKind _kind;

    private Value(ValueKind kind, long bits, object? content = null)
    {
        _kind = kind;
        _bits = bits;
        _object = content;
    }

    private Value(ValueKind kind, JsonElement json, JsonNumbers numbers)
    {
        _kind = kind;
        _json = json;
        _bits = (long)numbers;
    }

    /// <summary>The absent value.</summary>
    public static Value Nil => default;

    /// <summary>A map without entries: an environment without names.</summary>
    public static Value EmptyMap { get; } = FromMap(new TextMap([]));

    /// <summary>What kind of value it is.</summary>
    public ValueKind Kind => _kind;

    /// <summary>Whether it is nil. Arrays that merely equal nil in expressions are not.</summary>
    public bool IsNil => _kind == ValueKind.Nil;

    /// <summary>Whether it is the bool true: what a filter asks of its result.</summary>
    public bool IsTrue => _kind == ValueKind.Bool && _bits != 0;

    /// <summary>A bool.</summary>
    public static Value From(bool value) => new(ValueKind.Bool, value ? 1 : 0);

    /// <summary>An integer.</summary>
    public static Value From(long value) => new(ValueKind.Int, value);

    /// <summary>An integer of any size; one that fits 64 bits becomes an <see cref="ValueKind.Int"/>.</summary>
    public static Value From(BigInteger value) => value >= long.MinValue && value <= long.MaxValue
        ? From((long)value)
        : new(ValueKind.BigInteger, 0, value);

    /// <summary>A float.</summary>
    public static Value From(double value) => new(ValueKind.Float, BitConverter.DoubleToInt64Bits(value));

    /// <summary>Text. Surrogates without their other half become U+FFFD.</summary>
    public static Value From(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FromText(Values.Text.ReplaceLoneSurrogates(value));
    }

    /// <summary>Bytes. The array must not be changed afterwards.</summary>
    public static Value From(byte[] value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return FromBytes(value);
    }

    /// <summary>An array of these values.</summary>
    public static Value From(IEnumerable<Value> elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return FromArray(new ListArray(elements.ToArray()));
    }

    /// <summary>A map with text keys.</summary>
    public static Value From(IEnumerable<KeyValuePair<string, Value>> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return FromMap(new TextMap(new Dictionary<string, Value>(entries, StringComparer.Ordinal)));
    }

    /// <summary>An instant, in a zone with the offset it has.</summary>
    public static Value From(DateTimeOffset value) => FromTime(Instant.From(value));

    /// <summary>A duration, which has nanoseconds. One of more than 292 years becomes the longest there is.</summary>
    public static Value From(TimeSpan value) => FromDuration(
        (long)Int128.Clamp((Int128)value.Ticks * TimeSpan.NanosecondsPerTick, long.MinValue, long.MaxValue));

    /// <summary>What a JSON document holds at <paramref name="element"/>, without copying it.</summary>
    /// <param name="element">An element of a document that outlives the value; an undefined one is nil.</param>
    /// <param name="numbers">What its numbers are.</param>
    public static Value FromJson(JsonElement element, JsonNumbers numbers = JsonNumbers.AsWritten) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => default,
        JsonValueKind.True => From(true),
        JsonValueKind.False => From(false),
        JsonValueKind.Number => FromJsonNumber(element, numbers),
        JsonValueKind.String => new Value(ValueKind.String, element, numbers),
        JsonValueKind.Array => new Value(ValueKind.Array, element, numbers),
        JsonValueKind.Object => new Value(ValueKind.Map, element, numbers),
        _ => throw new UnreachableException($"JSON has no value of kind {element.ValueKind}."),
    };

    /// <summary>Whether both are of the same kind and have the same content, all the way down. NaN equals nothing.</summary>
    public bool Equals(Value other) => Equality.AreIdentical(this, other, meter: null);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => KeyComparer.Hash(this);

    /// <summary>Whether both are equal in the sense of <see cref="Equals(Value)"/>.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Whether they are not equal.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <summary>The text that <c>string()</c> makes of it: nil is <c>&lt;nil&gt;</c>, a million as a float is <c>1e+06</c>.</summary>
    public override string ToString()
    {
        try
        {
            return PlainText.Of(this, meter: null);
        }
        catch (ExpressionFault fault)
        {
            return $"<{fault.Message}>";
        }
    }

    internal static Value FromText(string value) => new(ValueKind.String, 0, value);

    internal static Value FromBytes(byte[] value) => new(ValueKind.Bytes, 0, value);

    internal static Value FromInt64(long value) => new(ValueKind.Int64, value);

    internal static Value FromByte(byte value) => new(ValueKind.Byte, value);

    internal static Value FromArray(ArrayValue value) => new(ValueKind.Array, 0, value);

    internal static Value FromMap(MapValue value) => new(ValueKind.Map, 0, value);

    internal static Value FromTime(Instant value) => new(ValueKind.Time, 0, value);

    internal static Value FromDuration(long nanoseconds) => new(ValueKind.Duration, nanoseconds);

    internal static Value FromZone(Zone value) => new(ValueKind.TimeZone, 0, value);

    internal static Value FromMonth(int value) => new(ValueKind.Month, value);

    internal static Value FromWeekday(int value) => new(ValueKind.Weekday, value);

    private static Value FromJsonNumber(JsonElement element, JsonNumbers numbers)
    {
        if (numbers == JsonNumbers.AsWritten && element.TryGetInt64(out var integer))
        {
            return From(integer);
        }

        var written = JsonMarshal.GetRawUtf8Value(element);
        return numbers == JsonNumbers.AsWritten && written.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0
            ? NumberText.ReadBigInteger(written)
            : From(NumberText.ReadDouble(written));
    }
}
