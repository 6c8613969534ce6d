using System.Buffers;
using System.Globalization;

namespace Sluice.Expressions.Times;

/// <summary>The rule at the end of a zone file, such as <c>CET-1CEST,M3.5.0,M10.5.0/3</c>: standard time, and when daylight time is.</summary>
internal sealed class ZoneRule
{
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private readonly ZoneOffset _standard;
    private readonly ZoneOffset? _daylight;
    private readonly Change _start;
    private readonly Change _end;

    private ZoneRule(ZoneOffset standard, ZoneOffset? daylight, Change start, Change end) =>
        (_standard, _daylight, _start, _end) = (standard, daylight, start, end);

    /// <summary>Reads a rule, or returns null when it is not one.</summary>
    public static ZoneRule? Parse(string text)
    {
        var rest = text.AsSpan();
        if (!ReadName(ref rest, out var name) || !ReadTime(ref rest, out var offset))
        {
            return null;
        }

        var standard = new ZoneOffset(-offset, name, IsDaylight: false);
        if (rest.Length == 0)
        {
            return new ZoneRule(standard, null, default, default);
        }

        if (!ReadName(ref rest, out var daylightName))
        {
            return null;
        }

        var daylightOffset = offset - 3600;
        if (rest.Length > 0 && rest[0] != ',' && !ReadTime(ref rest, out daylightOffset))
        {
            return null;
        }

        return ReadChange(ref rest, out var start) && ReadChange(ref rest, out var end)
            ? new ZoneRule(standard, new ZoneOffset(-daylightOffset, daylightName, IsDaylight: true), start, end)
            : null;
    }

    public ZoneOffset At(long unixSeconds)
    {
        if (_daylight is not { } daylight)
        {
            return _standard;
        }

        var year = Calendar.FromUnix(unixSeconds + _standard.Seconds).Year;
        var start = _start.In(year) - _standard.Seconds;
        var end = _end.In(year) - daylight.Seconds;
        var isDaylight = start < end
            ? unixSeconds >= start && unixSeconds < end
            : unixSeconds >= start || unixSeconds < end;
        return isDaylight ? daylight : _standard;
    }

    public int? OffsetOf(string abbreviation) => _standard.Abbreviation == abbreviation ? _standard.Seconds
        : _daylight?.Abbreviation == abbreviation ? _daylight?.Seconds
        : null;

    private static bool ReadName(ref ReadOnlySpan<char> rest, out string name)
    {
        var quoted = rest.Length > 0 && rest[0] == '<';
        var length = quoted ? rest.IndexOf('>') + 1 : rest.IndexOfAnyExcept(Letters);
        length = length < 0 ? rest.Length : length;
        name = quoted && length > 1 ? rest[1..(length - 1)].ToString() : rest[..length].ToString();
        rest = rest[length..];
        return length >= 3;
    }

    private static bool ReadTime(ref ReadOnlySpan<char> rest, out int seconds)
    {
        seconds = 0;
        var sign = rest.Length > 0 && rest[0] == '-' ? -1 : 1;
        if (rest.Length > 0 && rest[0] is '-' or '+')
        {
            rest = rest[1..];
        }

        var unit = 3600;
        do
        {
            if (unit < 3600)
            {
                rest = rest[1..];
            }

            if (!ReadNumber(ref rest, out var number))
            {
                return false;
            }

            seconds += number * unit;
            unit /= 60;
        }
        while (rest.Length > 0 && rest[0] == ':' && unit > 0);

        seconds *= sign;
        return true;
    }

    private static bool ReadNumber(ref ReadOnlySpan<char> rest, out int number)
    {
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        length = length < 0 ? rest.Length : length;
        var read = int.TryParse(rest[..Math.Min(length, 9)], NumberStyles.None, CultureInfo.InvariantCulture, out number);
        rest = rest[length..];
        return read;
    }

    private static bool ReadChange(ref ReadOnlySpan<char> rest, out Change change)
    {
        change = default;
        if (rest.Length < 2 || rest[0] != ',')
        {
            return false;
        }

        rest = rest[1..];
        var kind = rest[0];
        if (kind is 'M' or 'J')
        {
            rest = rest[1..];
        }

        if (!ReadNumber(ref rest, out var first))
        {
            return false;
        }

        var (week, day) = (0, 0);
        if (kind == 'M' && !(Dot(ref rest) && ReadNumber(ref rest, out week) && Dot(ref rest) && ReadNumber(ref rest, out day)))
        {
            return false;
        }

        var time = 2 * 3600;
        if (rest.Length > 0 && rest[0] == '/')
        {
            rest = rest[1..];
            if (!ReadTime(ref rest, out time))
            {
                return false;
            }
        }

        change = new Change(kind, first, week, day, time);
        return true;
    }

    private static bool Dot(ref ReadOnlySpan<char> rest)
    {
        var present = rest.Length > 0 && rest[0] == '.';
        rest = present ? rest[1..] : rest;
        return present;
    }

    /// <summary>When in a year clocks change, in local seconds.</summary>
    private readonly record struct Change(char Kind, int First, int Week, int Day, int Time)
    {
        public long In(long year)
        {
            var january = Calendar.DaysFromCivil(year, 1, 1);
            if (Kind != 'M')
            {
                // J counts days from 1 and skips February 29th; without it they count from 0.
                var skipped = Kind == 'J' && Calendar.IsLeap(year) && First >= 60;
                return ((january + First - (Kind == 'J' && !skipped ? 1 : 0)) * Calendar.SecondsPerDay) + Time;
            }

            var month = Calendar.DaysFromCivil(year, First, 1);
            var day = month + ((Day - Calendar.Weekday(month) + 7) % 7) + ((Week - 1) * 7);
            if (day >= month + Calendar.DaysIn(year, First))
            {
                day -= 7;
            }

            return (day * Calendar.SecondsPerDay) + Time;
        }
    }
}
