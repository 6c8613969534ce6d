using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages;

/// <summary>A signed span of time in Go's notation (<c>1h30m</c>), extended by <c>d</c> (24 h) and <c>w</c> (7 d).</summary>
/// <remarks>Days are always 24 hours: a duration knows no calendar and no time zone.</remarks>
/// <param name="Nanoseconds">The span's length; negative spans are legal.</param>
[JsonConverter(typeof(GoDurationJsonConverter))]
public readonly record struct GoDuration(long Nanoseconds)
{
    private const ulong Second = 1_000_000_000;
    private const ulong Minute = 60 * Second;
    private const ulong Hour = 60 * Minute;

    // The magnitude of the most negative span; the most positive one is a nanosecond shorter.
    private const ulong MagnitudeMax = 1UL << 63;

    // Decimals past this many weigh less than a thousandth of a nanosecond in every unit.
    private const int FractionDigitsMax = 18;

    private static readonly SearchValues<char> UnitEnd = SearchValues.Create(".0123456789");

    /// <summary>Reads a signed sequence of decimal numbers, each with a unit: <c>1h30m</c>, <c>-1.5s</c>, <c>7d</c>.</summary>
    /// <param name="text">The text; a bare <c>0</c> is the only number that needs no unit.</param>
    /// <param name="duration">The span; parts of a nanosecond are cut off.</param>
    /// <returns>False when the text is not a duration, or is longer than about 292 years.</returns>
    public static bool TryParse(string? text, out GoDuration duration)
    {
        duration = default;
        var rest = text.AsSpan();
        var negative = rest.StartsWith("-");
        rest = rest is ['-' or '+', ..] ? rest[1..] : rest;
        if (rest is "0")
        {
            return true;
        }

        if (rest.IsEmpty)
        {
            return false;
        }

        UInt128 total = 0;
        while (!rest.IsEmpty)
        {
            if (!TryReadTerm(ref rest, out var term) || (total += term) > MagnitudeMax)
            {
                return false;
            }
        }

        if (!negative && total == MagnitudeMax)
        {
            return false;
        }

        var magnitude = unchecked((long)(ulong)total);
        duration = new GoDuration(negative ? unchecked(-magnitude) : magnitude);
        return true;
    }

    /// <summary>The span in the clock's unit of 100 ns, rounded up so that a timer never fires early.</summary>
    public TimeSpan ToTimeSpan()
    {
        var (ticks, remainder) = Math.DivRem(Nanoseconds, TimeSpan.NanosecondsPerTick);
        return new TimeSpan(remainder > 0 ? ticks + 1 : ticks);
    }

    /// <summary>The instant that lies this span after another one, or the nearest instant that can be represented.</summary>
    /// <param name="instant">The instant to count from.</param>
    public DateTimeOffset After(DateTimeOffset instant)
    {
        var span = ToTimeSpan();
        if (span > DateTimeOffset.MaxValue - instant)
        {
            return DateTimeOffset.MaxValue;
        }

        return span < DateTimeOffset.MinValue - instant ? DateTimeOffset.MinValue : instant.ToUniversalTime() + span;
    }

    /// <summary>Go's own form: <c>1h30m0s</c>, <c>1.5s</c>, <c>100ms</c>, <c>0s</c>. It never uses days or weeks.</summary>
    public override string ToString()
    {
        var magnitude = Nanoseconds < 0 ? unchecked((ulong)-Nanoseconds) : (ulong)Nanoseconds;
        var text = new StringBuilder(Nanoseconds < 0 ? "-" : "");
        if (magnitude is > 0 and < Second)
        {
            var (unit, suffix) = magnitude switch
            {
                < 1_000 => (1UL, "ns"),
                < 1_000_000 => (1_000UL, "µs"),
                _ => (1_000_000UL, "ms"),
            };
            return AppendDecimal(text, magnitude, unit).Append(suffix).ToString();
        }

        if (magnitude >= Hour)
        {
            text.Append(CultureInfo.InvariantCulture, $"{magnitude / Hour}h");
        }

        if (magnitude >= Minute)
        {
            text.Append(CultureInfo.InvariantCulture, $"{magnitude % Hour / Minute}m");
        }

        return AppendDecimal(text, magnitude % Minute, Second).Append('s').ToString();
    }

    private static bool TryReadTerm(scoped ref ReadOnlySpan<char> rest, out UInt128 nanoseconds)
    {
        nanoseconds = 0;
        var whole = TakeDigits(ref rest);
        ReadOnlySpan<char> fraction = [];
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        var unit = TakeUnit(ref rest);
        if (unit == 0 || (whole.IsEmpty && fraction.IsEmpty))
        {
            return false;
        }

        // 20 digits already exceed the longest span, so no product below can leave 128 bits.
        whole = whole.TrimStart('0');
        if (whole.Length > 19)
        {
            return false;
        }

        fraction = fraction[..Math.Min(fraction.Length, FractionDigitsMax)];
        UInt128 scale = 1;
        for (var i = 0; i < fraction.Length; i++)
        {
            scale *= 10;
        }

        nanoseconds = (Number(whole) * unit) + (Number(fraction) * unit / scale);
        return nanoseconds <= MagnitudeMax;
    }

    private static ReadOnlySpan<char> TakeDigits(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? rest : rest[..end];
        rest = rest[digits.Length..];
        return digits;
    }

    private static ulong TakeUnit(scoped ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(UnitEnd);
        var unit = end < 0 ? rest : rest[..end];
        rest = rest[unit.Length..];

        // Both spellings of the micro sign are in use: U+00B5 and the Greek letter U+03BC.
        return unit switch
        {
            "ns" => 1,
            "us" or "\u00B5s" or "\u03BCs" => 1_000,
            "ms" => 1_000_000,
            "s" => Second,
            "m" => Minute,
            "h" => Hour,
            "d" => 24 * Hour,
            "w" => 7 * 24 * Hour,
            _ => 0,
        };
    }

    private static UInt128 Number(ReadOnlySpan<char> digits) =>
        digits.IsEmpty ? 0 : UInt128.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static StringBuilder AppendDecimal(StringBuilder text, ulong value, ulong unit)
    {
        text.Append(value / unit);
        var fraction = value % unit;
        if (fraction == 0)
        {
            return text;
        }

        text.Append('.');
        while (fraction > 0)
        {
            fraction *= 10;
            text.Append(fraction / unit);
            fraction %= unit;
        }

        return text;
    }
}
