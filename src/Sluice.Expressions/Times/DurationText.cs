using System.Buffers;
using System.Globalization;

namespace Sluice.Expressions.Times;

/// <summary>Durations as text, such as <c>1h30m0s</c> or <c>1.5ms</c>.</summary>
internal static class DurationText
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create(".0123456789");

    private const ulong Limit = 1UL << 63;

    /// <summary>Reads a duration, or says why it is none.</summary>
    public static bool TryRead(string text, out long nanoseconds, out string problem)
    {
        nanoseconds = 0;
        problem = $"time: invalid duration {Values.Quoting.Quote(text)}";
        var rest = text.AsSpan();
        var negative = rest.StartsWith('-');
        if (negative || rest.StartsWith('+'))
        {
            rest = rest[1..];
        }

        if (rest is "0")
        {
            return true;
        }

        if (rest.Length == 0)
        {
            return false;
        }

        var total = 0UL;
        while (rest.Length > 0)
        {
            if (!ReadNumber(ref rest, out var whole, out var fraction, out var scale))
            {
                return false;
            }

            var end = rest.IndexOfAny(NumberCharacters);
            var unitName = rest[..(end < 0 ? rest.Length : end)];
            rest = rest[unitName.Length..];
            var unit = Unit(unitName);
            if (unit == 0)
            {
                problem = unitName.Length == 0
                    ? $"time: missing unit in duration {Values.Quoting.Quote(text)}"
                    : $"time: unknown unit {Values.Quoting.Quote(unitName.ToString())} in duration {Values.Quoting.Quote(text)}";
                return false;
            }

            if (whole > Limit / unit)
            {
                return false;
            }

            whole = (whole * unit) + (ulong)(fraction * (unit / scale));
            total += whole;
            if (whole > Limit || total > Limit)
            {
                return false;
            }
        }

        if (!negative && total == Limit)
        {
            return false;
        }

        nanoseconds = negative ? unchecked(-(long)total) : (long)total;
        return true;
    }

    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0)
        {
            return "0s";
        }

        var sign = nanoseconds < 0 ? "-" : "";
        var count = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        if (count < 1_000_000_000)
        {
            var (unit, name) = count < 1_000 ? (1UL, "ns") : count < 1_000_000 ? (1_000UL, "µs") : (1_000_000UL, "ms");
            return $"{sign}{Decimal(count, unit)}{name}";
        }

        var minutes = count / 60_000_000_000;
        var seconds = Decimal(count % 60_000_000_000, 1_000_000_000);
        return minutes == 0 ? $"{sign}{seconds}s"
            : minutes < 60 ? string.Create(CultureInfo.InvariantCulture, $"{sign}{minutes}m{seconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{minutes / 60}h{minutes % 60}m{seconds}s");
    }

    private static string Decimal(ulong count, ulong unit)
    {
        var whole = (count / unit).ToString(CultureInfo.InvariantCulture);
        var width = (int)Math.Log10(unit);
        var fraction = (count % unit).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0').TrimEnd('0');
        return fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }

    private static bool ReadNumber(ref ReadOnlySpan<char> rest, out ulong whole, out double fraction, out double scale)
    {
        whole = 0;
        (fraction, scale) = (0, 1);
        var digits = 0;
        for (; rest.Length > 0 && char.IsAsciiDigit(rest[0]); rest = rest[1..])
        {
            digits++;
            if (whole > Limit / 10)
            {
                return false;
            }

            whole = (whole * 10) + (ulong)(rest[0] - '0');
        }

        if (rest.StartsWith('.'))
        {
            for (rest = rest[1..]; rest.Length > 0 && char.IsAsciiDigit(rest[0]); rest = rest[1..])
            {
                digits++;
                if (fraction < Limit / 10)
                {
                    fraction = (fraction * 10) + (rest[0] - '0');
                    scale *= 10;
                }
            }
        }

        return digits > 0 && whole <= Limit;
    }

    private static ulong Unit(ReadOnlySpan<char> name) => name switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => 0,
    };
}
