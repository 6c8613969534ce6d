using System.Globalization;

namespace Sluice.Expressions.Times;

/// <summary>The single elements of a layout.</summary>
internal ref partial struct TimeParser
{
    private bool ReadElement(LayoutElement element, ReadOnlySpan<char> written, LayoutElement next)
    {
        switch (element)
        {
            case LayoutElement.Year:
                if (!Digits(2, out _year))
                {
                    return false;
                }

                _year += _year >= 69 ? 1900 : 2000;
                return true;
            case LayoutElement.LongYear:
                return Digits(4, out _year);
            case LayoutElement.Month or LayoutElement.LongMonth:
                return Name(Calendar.MonthNames, element == LayoutElement.Month, out _month);
            case LayoutElement.NumMonth or LayoutElement.ZeroMonth:
                return Number(element == LayoutElement.ZeroMonth, 1, 12, "month", out _month);
            case LayoutElement.Weekday or LayoutElement.LongWeekday:
                return Name(Calendar.DayNames, element == LayoutElement.Weekday, out _);
            case LayoutElement.Day or LayoutElement.SpacedDay or LayoutElement.ZeroDay:
                SkipSpace(element == LayoutElement.SpacedDay);
                return Number(element == LayoutElement.ZeroDay, 0, 99, "day", out _day);
            case LayoutElement.SpacedYearDay or LayoutElement.ZeroYearDay:
                SkipSpace(element == LayoutElement.SpacedYearDay);
                SkipSpace(element == LayoutElement.SpacedYearDay);
                return YearDay(element == LayoutElement.ZeroYearDay);
            case LayoutElement.Hour:
                return Number(isFixed: false, 0, 23, "hour", out _hour);
            case LayoutElement.Hour12 or LayoutElement.ZeroHour12:
                return Number(element == LayoutElement.ZeroHour12, 0, 12, "hour", out _hour);
            case LayoutElement.Minute or LayoutElement.ZeroMinute:
                return Number(element == LayoutElement.ZeroMinute, 0, 59, "minute", out _minute);
            case LayoutElement.Second or LayoutElement.ZeroSecond:
                return Second(element == LayoutElement.ZeroSecond, next);
            case LayoutElement.UpperHalf:
                return Half("AM", "PM");
            case LayoutElement.LowerHalf:
                return Half("am", "pm");
            case LayoutElement.ZoneName:
                return ZoneName();
            case LayoutElement.FixedFraction:
                return _rest.Length >= written.Length && Fraction(written.Length);
            case LayoutElement.TrimmedFraction:
                return !StartsWithFraction() || Fraction(FractionLength());
            default:
                return Offset(written);
        }
    }

    private bool Skip(ReadOnlySpan<char> literal)
    {
        while (literal.Length > 0)
        {
            if (literal[0] == ' ')
            {
                if (_rest.Length > 0 && _rest[0] != ' ')
                {
                    return false;
                }

                literal = literal.TrimStart(' ');
                _rest = _rest.TrimStart(' ');
                continue;
            }

            if (_rest.Length == 0 || _rest[0] != literal[0])
            {
                return false;
            }

            literal = literal[1..];
            _rest = _rest[1..];
        }

        return true;
    }

    private void SkipSpace(bool allowed)
    {
        if (allowed && _rest.StartsWith(' '))
        {
            _rest = _rest[1..];
        }
    }

    private readonly bool IsDigit(int index) => index < _rest.Length && char.IsAsciiDigit(_rest[index]);

    private bool Digits(int count, out int number)
    {
        number = 0;
        if (_rest.Length < count || !int.TryParse(_rest[..count], NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return false;
        }

        _rest = _rest[count..];
        return true;
    }

    /// <summary>One digit or two; exactly two when they are fixed.</summary>
    private bool Number(bool isFixed, int min, int max, string name, out int number)
    {
        number = 0;
        if (!IsDigit(0) || (isFixed && !IsDigit(1)) || !Digits(IsDigit(1) ? 2 : 1, out number))
        {
            return false;
        }

        _outOfRange = number < min || number > max ? name : null;
        return true;
    }

    private bool YearDay(bool isFixed)
    {
        var count = !IsDigit(0) ? 0 : !IsDigit(1) ? 1 : !IsDigit(2) ? 2 : 3;
        return count > 0 && (!isFixed || count == 3) && Digits(count, out _yearDay);
    }

    private bool Name(IReadOnlyList<string> names, bool isShort, out int number)
    {
        for (number = 1; number <= names.Count; number++)
        {
            var name = isShort ? names[number - 1].AsSpan(0, 3) : names[number - 1];
            if (_rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                _rest = _rest[name.Length..];
                return true;
            }
        }

        return false;
    }

    private bool Second(bool isFixed, LayoutElement next)
    {
        if (!Number(isFixed, 0, 59, "second", out _second) || _outOfRange is not null)
        {
            return _outOfRange is not null;
        }

        // A fraction is accepted even where the layout has none.
        return next is LayoutElement.FixedFraction or LayoutElement.TrimmedFraction || !StartsWithFraction() || Fraction(FractionLength());
    }

    private readonly bool StartsWithFraction() => _rest.Length >= 2 && _rest[0] is '.' or ',' && IsDigit(1);

    private readonly int FractionLength()
    {
        var length = _rest[1..].IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? _rest.Length : length + 1;
    }

    private bool Fraction(int length)
    {
        if (_rest[0] is not ('.' or ','))
        {
            return false;
        }

        var digits = _rest[1..Math.Min(length, 10)];
        if (digits.IndexOfAnyExceptInRange('0', '9') >= 0)
        {
            return false;
        }

        _nanoseconds = digits.Length == 0 ? 0 : int.Parse(digits.ToString().PadRight(9, '0'), NumberStyles.None, CultureInfo.InvariantCulture);
        _rest = _rest[length..];
        return true;
    }

    private bool Half(string beforeNoon, string afterNoon)
    {
        _isBeforeNoon = _rest.StartsWith(beforeNoon);
        _isAfterNoon = _rest.StartsWith(afterNoon);
        if (!_isBeforeNoon && !_isAfterNoon)
        {
            return false;
        }

        _rest = _rest[2..];
        return true;
    }

    private bool Offset(ReadOnlySpan<char> like)
    {
        if (like[0] == 'Z' && _rest.StartsWith('Z'))
        {
            _zone = Zone.Utc;
            _rest = _rest[1..];
            return true;
        }

        if (_rest.Length < like.Length || _rest[0] is not ('+' or '-'))
        {
            return false;
        }

        Span<int> parts = [0, 0, 0];
        var part = 0;
        for (var i = 1; i < like.Length; i++)
        {
            if (like[i] == ':')
            {
                if (_rest[i] != ':')
                {
                    return false;
                }

                continue;
            }

            if (!int.TryParse(_rest.Slice(i, 2), NumberStyles.None, CultureInfo.InvariantCulture, out parts[part++]))
            {
                return false;
            }

            i++;
        }

        _outOfRange = parts[0] > 24 ? "time zone offset hour"
            : parts[1] > 60 ? "time zone offset minute"
            : parts[2] > 60 ? "time zone offset second"
            : null;
        var seconds = (parts[0] * 3600) + (parts[1] * 60) + parts[2];
        _offset = _rest[0] == '-' ? -seconds : seconds;
        _rest = _rest[like.Length..];
        return true;
    }

    private bool ZoneName()
    {
        if (_rest.StartsWith("UTC"))
        {
            _zone = Zone.Utc;
            _rest = _rest[3..];
            return true;
        }

        var length = ZoneNameLength(_rest);
        _zoneName = _rest[..length].ToString();
        _rest = _rest[length..];
        return length > 0;
    }

    private static int ZoneNameLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3)
        {
            return 0;
        }

        if (text.StartsWith("ChST") || text.StartsWith("MeST"))
        {
            return 4;
        }

        if (text.StartsWith("GMT"))
        {
            return 3 + SignedOffsetLength(text[3..]);
        }

        if (text[0] is '+' or '-')
        {
            return SignedOffsetLength(text);
        }

        var upper = text.IndexOfAnyExceptInRange('A', 'Z');
        upper = Math.Min(upper < 0 ? text.Length : upper, 6);
        return upper switch
        {
            5 when text[4] == 'T' => 5,
            4 when text[3] == 'T' || text.StartsWith("WITA") => 4,
            3 => 3,
            _ => 0,
        };
    }

    private static int SignedOffsetLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] is not ('+' or '-'))
        {
            return 0;
        }

        var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? text.Length - 1 : digits;
        return int.TryParse(text.Slice(1, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= 23 ? digits + 1 : 0;
    }

    /// <summary>What is behind <c>GMT</c> in a name is a number of hours; other names have no offset that is known.</summary>
    private static int GmtOffset(string name) => name.Length > 3 && name.StartsWith("GMT", StringComparison.Ordinal)
        ? int.Parse(name.AsSpan(3), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) * 3600
        : 0;
}
