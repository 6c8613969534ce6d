using System.Diagnostics.CodeAnalysis;

namespace Sluice.Expressions.Times;

/// <summary>Reads an instant after a layout, which shows how 2006-01-02 15:04:05 would be written.</summary>
internal ref partial struct TimeParser
{
    private static readonly string[] CommonLayouts =
    [
        "2006-01-02", "15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04:05Z07:00", "02 Jan 06 15:04 MST",
        "Monday, 02-Jan-06 15:04:05 MST", "Mon, 02 Jan 2006 15:04:05 MST",
    ];

    private ReadOnlySpan<char> _rest;
    private string? _outOfRange;
    private int _year;
    private int _month = -1;
    private int _day = -1;
    private int _yearDay = -1;
    private int _hour;
    private int _minute;
    private int _second;
    private int _nanoseconds;
    private bool _isBeforeNoon;
    private bool _isAfterNoon;
    private Zone? _zone;
    private int? _offset;
    private string _zoneName = "";

    private TimeParser(ReadOnlySpan<char> text) => _rest = text;

    /// <summary>Reads a text after the first common layout that it fits.</summary>
    /// <param name="zone">Where clocks are read when the text does not say.</param>
    /// <param name="local">Whose offsets and abbreviations are recognized.</param>
    public static bool TryReadCommon(string text, Zone zone, Zone local, [NotNullWhen(true)] out Instant? instant)
    {
        foreach (var layout in CommonLayouts)
        {
            if (TryRead(text, layout, zone, local, out instant, out _))
            {
                return true;
            }
        }

        instant = null;
        return false;
    }

    /// <summary>Reads a text after a layout, or says why it does not fit.</summary>
    public static bool TryRead(
        string text, string layout, Zone zone, Zone local, [NotNullWhen(true)] out Instant? instant, out string problem)
    {
        var parser = new TimeParser(text);
        problem = parser.Read(text, layout) ?? parser.Check(text) ?? "";
        instant = problem.Length == 0 ? parser.Make(zone, local) : null;
        return instant is not null;
    }

    private string? Read(string text, string fullLayout)
    {
        var layout = fullLayout.AsSpan();
        while (true)
        {
            var part = LayoutPart.Next(layout);
            var literal = layout[..part.Literal];
            if (!Skip(literal))
            {
                return Mismatch(text, fullLayout, _rest, literal);
            }

            if (part.Element == LayoutElement.None)
            {
                return _rest.Length == 0 ? null : $"parsing time {Quote(text)}: extra text: {Quote(_rest)}";
            }

            var written = layout.Slice(part.Literal, part.Length);
            layout = layout[(part.Literal + part.Length)..];
            var before = _rest;
            var fits = ReadElement(part.Element, written, LayoutPart.Next(layout).Element);
            if (_outOfRange is not null)
            {
                return $"parsing time {Quote(text)}: {_outOfRange} out of range";
            }

            if (!fits)
            {
                return Mismatch(text, fullLayout, before, written);
            }
        }
    }

    private string? Check(string text)
    {
        if (_isAfterNoon && _hour < 12)
        {
            _hour += 12;
        }
        else if (_isBeforeNoon && _hour == 12)
        {
            _hour = 0;
        }

        if (_yearDay >= 0)
        {
            if (_yearDay < 1 || _yearDay > (Calendar.IsLeap(_year) ? 366 : 365))
            {
                return $"parsing time {Quote(text)}: day-of-year out of range";
            }

            var (_, month, day) = Calendar.CivilFromDays(Calendar.DaysFromCivil(_year, 1, 1) + _yearDay - 1);
            if (_month >= 0 && _month != month)
            {
                return $"parsing time {Quote(text)}: day-of-year does not match month";
            }

            if (_day >= 0 && _day != day)
            {
                return $"parsing time {Quote(text)}: day-of-year does not match day";
            }

            (_month, _day) = (month, day);
        }

        _month = _month < 0 ? 1 : _month;
        _day = _day < 0 ? 1 : _day;
        return _day < 1 || _day > Calendar.DaysIn(_year, _month) ? $"parsing time {Quote(text)}: day out of range" : null;
    }

    private readonly Instant Make(Zone zone, Zone local)
    {
        var clock = (Calendar.DaysFromCivil(_year, _month, _day) * Calendar.SecondsPerDay) + (_hour * 3600) + (_minute * 60) + _second;
        if (_zone is not null)
        {
            return new Instant(_zone.ToUnix(clock), _nanoseconds, _zone);
        }

        if (_offset is { } offset)
        {
            var there = local.At(clock - offset);
            var isLocal = there.Seconds == offset && (_zoneName.Length == 0 || there.Abbreviation == _zoneName);
            return new Instant(clock - offset, _nanoseconds, isLocal ? local : new FixedZone(_zoneName, offset, _zoneName));
        }

        if (_zoneName.Length == 0)
        {
            return new Instant(zone.ToUnix(clock), _nanoseconds, zone);
        }

        return local.OffsetOf(_zoneName, clock) is { } known
            ? new Instant(clock - known, _nanoseconds, local)
            : new Instant(clock, _nanoseconds, new FixedZone(_zoneName, GmtOffset(_zoneName), _zoneName));
    }

    private static string Mismatch(string text, string layout, ReadOnlySpan<char> rest, ReadOnlySpan<char> wanted) =>
        $"parsing time {Quote(text)} as {Quote(layout)}: cannot parse {Quote(rest)} as {Quote(wanted)}";

    private static string Quote(ReadOnlySpan<char> text) => Values.Quoting.Quote(text.ToString());
}
