using System.Numerics;
using System.Text.Json;
using Sluice.Expressions.Times;
using Sluice.Expressions.Values;

namespace Sluice.Expressions;

/// <summary>What is in a value, for those who know its kind.</summary>
public readonly partial struct Value
{
    /// <summary>The bool.</summary>
    /// <exception cref="InvalidOperationException">It is not a bool.</exception>
    public bool AsBool() => _kind == ValueKind.Bool ? _bits != 0 : throw NotA("bool");

    /// <summary>The number of an int, int64, byte, month or weekday.</summary>
    /// <exception cref="InvalidOperationException">It is none of these.</exception>
    public long AsInt64() => _kind is ValueKind.Int or ValueKind.Int64 or ValueKind.Byte or ValueKind.Month or ValueKind.Weekday
        ? _bits
        : throw NotA("64-bit integer");

    /// <summary>The number of any kind of integer.</summary>
    /// <exception cref="InvalidOperationException">It is not an integer.</exception>
    public BigInteger AsBigInteger() => _kind == ValueKind.BigInteger ? (BigInteger)_object! : AsInt64();

    /// <summary>The number, converted when it is an integer.</summary>
    /// <exception cref="InvalidOperationException">It is not a number.</exception>
    public double AsDouble() => _kind switch
    {
        ValueKind.Float => Float,
        ValueKind.BigInteger => (double)(BigInteger)_object!,
        _ => AsInt64(),
    };

    /// <summary>The text. Bytes that are no UTF-8, which slicing can leave behind, are lone low surrogates U+DC80 to U+DCFF.</summary>
    /// <exception cref="InvalidOperationException">It is not text.</exception>
    public string AsString() => _kind == ValueKind.String ? Text : throw NotA("string");

    /// <summary>The bytes.</summary>
    /// <exception cref="InvalidOperationException">It is not bytes.</exception>
    public ReadOnlyMemory<byte> AsBytes() => _kind == ValueKind.Bytes ? Bytes : throw NotA("bytes");

    /// <summary>The elements of an array, in order.</summary>
    /// <exception cref="InvalidOperationException">It is not an array.</exception>
    public IReadOnlyList<Value> AsArray() => _kind == ValueKind.Array ? Array : throw NotA("array");

    /// <summary>The entries of a map, in no particular order. Keys of literals and JSON objects are text.</summary>
    /// <exception cref="InvalidOperationException">It is not a map.</exception>
    public IEnumerable<KeyValuePair<Value, Value>> AsMap() => _kind == ValueKind.Map ? Map.Entries : throw NotA("map");

    /// <summary>The instant, to 100 nanoseconds, with the offset of its zone (rounded to minutes).</summary>
    /// <exception cref="InvalidOperationException">It is not a time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It is outside the years 1 to 9999.</exception>
    public DateTimeOffset AsTime() => _kind == ValueKind.Time ? Time.ToDateTimeOffset() : throw NotA("time");

    /// <summary>The nanoseconds of a duration.</summary>
    /// <exception cref="InvalidOperationException">It is not a duration.</exception>
    public long AsNanoseconds() => _kind == ValueKind.Duration ? _bits : throw NotA("duration");

    /// <summary>The entry of a map with text keys, or nil when there is none.</summary>
    /// <exception cref="InvalidOperationException">It is not a map.</exception>
    public Value Get(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return _kind != ValueKind.Map ? throw NotA("map")
            : _object is null ? Member(key)
            : ((MapValue)_object).Find(FromText(key));
    }

    internal bool Bool => _bits != 0;

    internal long Bits => _bits;

    internal double Float => BitConverter.Int64BitsToDouble(_bits);

    internal string Text => _object is string text ? text : JsonText.Decode(_json);

    internal byte[] Bytes => (byte[])_object!;

    internal ArrayValue Array => _object is ArrayValue array ? array : new JsonArray(_json, (JsonNumbers)_bits);

    internal MapValue Map => _object is MapValue map ? map : TextMap.From(_json, (JsonNumbers)_bits);

    internal Instant Time => (Instant)_object!;

    internal Zone Zone => (Zone)_object!;

    /// <summary>Whether text, an array or a map still is the JSON it came from.</summary>
    internal bool IsJson => _object is null && _kind is ValueKind.String or ValueKind.Array or ValueKind.Map;

    internal JsonElement Json => _json;

    internal bool IsInteger => _kind is ValueKind.Int or ValueKind.Int64 or ValueKind.Byte or ValueKind.BigInteger;

    internal bool IsNumber => _kind == ValueKind.Float || IsInteger;

    /// <summary>Whether it is an array that also equals nil.</summary>
    internal bool IsNilArray => _kind == ValueKind.Array && _object is ListArray { IsNil: true };

    /// <summary>The member of a JSON object; the last one counts when a name is repeated.</summary>
    internal Value Member(ReadOnlySpan<byte> utf8Name) =>
        _json.TryGetProperty(utf8Name, out var member) ? FromJson(member, (JsonNumbers)_bits) : default;

    internal Value Member(string name) => _json.TryGetProperty(name, out var member) ? FromJson(member, (JsonNumbers)_bits) : default;

    /// <summary>Compares text with known text, without decoding it when it is JSON.</summary>
    internal bool TextEquals(string text, ReadOnlySpan<byte> utf8) =>
        _object is null ? JsonText.IsEqual(_json, text, utf8) : string.Equals((string)_object, text, StringComparison.Ordinal);

    private InvalidOperationException NotA(string wanted) => new($"A value of kind {_kind} is not a {wanted}.");
}
