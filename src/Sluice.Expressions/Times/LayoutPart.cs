namespace Sluice.Expressions.Times;

/// <summary>The next element of a layout, with the literal text before it.</summary>
/// <param name="Literal">How many characters before it stand for themselves.</param>
/// <param name="Element">What it is; <see cref="LayoutElement.None"/> at the end.</param>
/// <param name="Length">How many characters it has.</param>
internal readonly record struct LayoutPart(int Literal, LayoutElement Element, int Length)
{
    // In the order in which they are tried: the longer of two that start alike comes first.
    private static readonly (string Text, LayoutElement Element)[] Elements =
    [
        ("January", LayoutElement.LongMonth), ("Monday", LayoutElement.LongWeekday), ("MST", LayoutElement.ZoneName),
        ("01", LayoutElement.ZeroMonth), ("02", LayoutElement.ZeroDay), ("03", LayoutElement.ZeroHour12),
        ("04", LayoutElement.ZeroMinute), ("05", LayoutElement.ZeroSecond), ("06", LayoutElement.Year),
        ("002", LayoutElement.ZeroYearDay), ("15", LayoutElement.Hour), ("1", LayoutElement.NumMonth),
        ("2006", LayoutElement.LongYear), ("2", LayoutElement.Day), ("_2", LayoutElement.SpacedDay),
        ("__2", LayoutElement.SpacedYearDay), ("3", LayoutElement.Hour12), ("4", LayoutElement.Minute), ("5", LayoutElement.Second),
        ("PM", LayoutElement.UpperHalf), ("pm", LayoutElement.LowerHalf),
        ("-070000", LayoutElement.ZoneSeconds), ("-07:00:00", LayoutElement.ZoneColonSeconds), ("-0700", LayoutElement.Zone),
        ("-07:00", LayoutElement.ZoneColon), ("-07", LayoutElement.ZoneShort),
        ("Z070000", LayoutElement.ZoneOrZSeconds), ("Z07:00:00", LayoutElement.ZoneOrZColonSeconds), ("Z0700", LayoutElement.ZoneOrZ),
        ("Z07:00", LayoutElement.ZoneOrZColon), ("Z07", LayoutElement.ZoneOrZShort),
    ];

    public static LayoutPart Next(ReadOnlySpan<char> layout)
    {
        for (var i = 0; i < layout.Length; i++)
        {
            var rest = layout[i..];
            if (rest.StartsWith("_2006"))
            {
                return new LayoutPart(i + 1, LayoutElement.LongYear, 4);
            }

            if (rest[0] is '.' or ',' && Fraction(rest) is { Length: > 0 } fraction)
            {
                return fraction with { Literal = i };
            }

            foreach (var (text, element) in Elements)
            {
                if (rest[0] == text[0] && rest.StartsWith(text))
                {
                    return new LayoutPart(i, element, text.Length);
                }
            }

            // Short names count only where they are not the start of a longer word.
            if ((rest.StartsWith("Jan") || rest.StartsWith("Mon")) && (rest.Length == 3 || !char.IsAsciiLetterLower(rest[3])))
            {
                return new LayoutPart(i, rest[0] == 'J' ? LayoutElement.Month : LayoutElement.Weekday, 3);
            }
        }

        return new LayoutPart(layout.Length, LayoutElement.None, 0);
    }

    private static LayoutPart Fraction(ReadOnlySpan<char> rest)
    {
        if (rest.Length < 2 || rest[1] is not ('0' or '9'))
        {
            return default;
        }

        var digits = rest[1..].IndexOfAnyExcept(rest[1]);
        var length = digits < 0 ? rest.Length : digits + 1;
        return length < rest.Length && char.IsAsciiDigit(rest[length])
            ? default
            : new LayoutPart(0, rest[1] == '0' ? LayoutElement.FixedFraction : LayoutElement.TrimmedFraction, length);
    }
}
