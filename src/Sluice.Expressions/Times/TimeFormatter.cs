using System.Globalization;
using System.Text;

namespace Sluice.Expressions.Times;

/// <summary>Writes an instant after a layout, which shows how 2006-01-02 15:04:05 would be written.</summary>
internal static class TimeFormatter
{
    public const string Rfc3339Nano = "2006-01-02T15:04:05.999999999Z07:00";

    /// <summary>The layout of <c>string()</c>.</summary>
    public const string Plain = "2006-01-02 15:04:05.999999999 -0700 MST";

    public static string Format(Instant instant, ReadOnlySpan<char> layout)
    {
        var text = new StringBuilder(layout.Length + 8);
        var offset = instant.Offset;
        while (layout.Length > 0)
        {
            var part = LayoutPart.Next(layout);
            text.Append(layout[..part.Literal]);
            Append(text, part.Element, instant, offset, layout.Slice(part.Literal, part.Length));
            layout = layout[(part.Literal + part.Length)..];
        }

        return text.ToString();
    }

    private static void Append(
        StringBuilder text, LayoutElement element, Instant instant, ZoneOffset offset, ReadOnlySpan<char> written)
    {
        var (year, month, day) = instant.Date;
        var seconds = instant.SecondOfDay;
        var hour = seconds / 3600;
        var hour12 = hour % 12 == 0 ? 12 : hour % 12;
        _ = element switch
        {
            LayoutElement.LongMonth => text.Append(Calendar.MonthNames[month - 1]),
            LayoutElement.Month => text.Append(Calendar.MonthNames[month - 1].AsSpan(0, 3)),
            LayoutElement.NumMonth => Pad(text, month, 0),
            LayoutElement.ZeroMonth => Pad(text, month, 2),
            LayoutElement.LongWeekday => text.Append(Calendar.DayNames[instant.Weekday]),
            LayoutElement.Weekday => text.Append(Calendar.DayNames[instant.Weekday].AsSpan(0, 3)),
            LayoutElement.Day => Pad(text, day, 0),
            LayoutElement.SpacedDay => Pad(text, day, 2, ' '),
            LayoutElement.ZeroDay => Pad(text, day, 2),
            LayoutElement.SpacedYearDay => Pad(text, instant.DayOfYear, 3, ' '),
            LayoutElement.ZeroYearDay => Pad(text, instant.DayOfYear, 3),
            LayoutElement.Hour => Pad(text, hour, 2),
            LayoutElement.Hour12 => Pad(text, hour12, 0),
            LayoutElement.ZeroHour12 => Pad(text, hour12, 2),
            LayoutElement.Minute => Pad(text, seconds / 60 % 60, 0),
            LayoutElement.ZeroMinute => Pad(text, seconds / 60 % 60, 2),
            LayoutElement.Second => Pad(text, seconds % 60, 0),
            LayoutElement.ZeroSecond => Pad(text, seconds % 60, 2),
            LayoutElement.LongYear => Pad(text, year, 4),
            LayoutElement.Year => Pad(text, Math.Max(year, 0) % 100, 2),
            LayoutElement.UpperHalf => text.Append(hour < 12 ? "AM" : "PM"),
            LayoutElement.LowerHalf => text.Append(hour < 12 ? "am" : "pm"),
            LayoutElement.ZoneName => text.Append(offset.Abbreviation.Length > 0 ? offset.Abbreviation : Offset(offset.Seconds, "-0700")),
            LayoutElement.FixedFraction or LayoutElement.TrimmedFraction => Fraction(text, instant.Nanoseconds, written),
            LayoutElement.None => text,
            _ => text.Append(written[0] == 'Z' && offset.Seconds == 0 ? "Z" : Offset(offset.Seconds, written)),
        };
    }

    private static StringBuilder Pad(StringBuilder text, long number, int width, char padding = '0') =>
        text.Append(number < 0 ? "-" : "").Append(Int128.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(width, padding));

    private static string Offset(int seconds, ReadOnlySpan<char> like)
    {
        var text = new StringBuilder().Append(seconds < 0 ? '-' : '+');
        seconds = Math.Abs(seconds);
        Pad(text, seconds / 3600, 2);
        var colon = like.Contains(':') ? ":" : "";
        var digits = like.Length - like.Count(':') - 1;
        if (digits >= 4)
        {
            Pad(text.Append(colon), seconds / 60 % 60, 2);
        }

        if (digits >= 6)
        {
            Pad(text.Append(colon), seconds % 60, 2);
        }

        return text.ToString();
    }

    private static StringBuilder Fraction(StringBuilder text, int nanoseconds, ReadOnlySpan<char> written)
    {
        var digits = nanoseconds.ToString("D9", CultureInfo.InvariantCulture).PadRight(written.Length - 1, '0')[..(written.Length - 1)];
        if (written[1] == '9')
        {
            digits = digits.TrimEnd('0');
            if (digits.Length == 0)
            {
                return text;
            }
        }

        return text.Append(written[0]).Append(digits);
    }
}
