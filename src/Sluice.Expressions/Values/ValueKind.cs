namespace Sluice.Expressions;

/// <summary>The kinds of value an expression can have. The set is closed.</summary>
public enum ValueKind : byte
{
    /// <summary>The absent value.</summary>
    Nil,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A signed 64-bit integer. Arithmetic wraps around silently.</summary>
    Int,

    /// <summary>A signed 64-bit integer that a date or duration method returned. It behaves as <see cref="Int"/> and compares with it.</summary>
    Int64,

    /// <summary>A small unsigned integer: an element of bytes, or of a string that was indexed.</summary>
    Byte,

    /// <summary>An integer outside 64 bits, read from JSON. Compared and printed exactly; never the size of an <see cref="Int"/>.</summary>
    BigInteger,

    /// <summary>An IEEE 754 double.</summary>
    Float,

    /// <summary>Text: a sequence of bytes that normally is UTF-8.</summary>
    String,

    /// <summary>Bytes, made by bytes literals.</summary>
    Bytes,

    /// <summary>An ordered list.</summary>
    Array,

    /// <summary>A map. Those of literals and JSON have text keys; <c>fromPairs</c> and <c>groupBy</c> make maps with keys of any scalar kind.</summary>
    Map,

    /// <summary>An instant with nanoseconds and a time zone.</summary>
    Time,

    /// <summary>A signed 64-bit count of nanoseconds.</summary>
    Duration,

    /// <summary>A time zone.</summary>
    TimeZone,

    /// <summary>A month, as the method of that name returns it. It is not a number to operators; <c>int()</c> makes it one.</summary>
    Month,

    /// <summary>A day of the week, Sunday being 0. It is not a number to operators; <c>int()</c> makes it one.</summary>
    Weekday,
}
