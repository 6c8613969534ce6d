using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Times;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>The methods of dates, durations, zones, months and weekdays.</summary>
internal static class Methods
{
    private static readonly Method Text = new("String", StaticType.String, "The text that `string()` gives.", [], (self, _, context) => Value.FromText(PlainText.Of(self, context)));

    public static IReadOnlyList<Method> OfTime { get; } =
    [
        Number("Year", "The year.", time => time.Date.Year),
        new("Month", StaticType.Month, "The month; `int()` gives its number.", [], (self, _, _) => Value.FromMonth(self.Time.Date.Month)),
        Number("Day", "The day of the month.", time => time.Date.Day),
        Number("Hour", "The hour, 0 to 23.", time => time.SecondOfDay / 3600),
        Number("Minute", "The minute.", time => time.SecondOfDay / 60 % 60),
        Number("Second", "The second.", time => time.SecondOfDay % 60),
        Number("Nanosecond", "The nanosecond within the second.", time => time.Nanoseconds),
        Number("YearDay", "The day of the year, from 1.", time => time.DayOfYear),
        new("Weekday", StaticType.Weekday, "The day of the week; `int()` gives its number, Sunday being 0.", [], (self, _, _) => Value.FromWeekday(self.Time.Weekday)),
        Number("ISOWeek", "The year of the ISO week.", time => time.IsoYear),
        Count("Unix", "Seconds since 1970.", time => time.Seconds),
        Count("UnixMilli", "Milliseconds since 1970.", time => (time.Seconds * 1_000) + (time.Nanoseconds / 1_000_000)),
        Count("UnixMicro", "Microseconds since 1970.", time => (time.Seconds * 1_000_000) + (time.Nanoseconds / 1_000)),
        Count("UnixNano", "Nanoseconds since 1970.", time => time.UnixNanoseconds),
        new("Format", StaticType.String, "Text after a layout.", [Parameter.String], Format),
        Text,
        new("Add", StaticType.Time, "Later by a duration.", [Parameter.Duration], (self, arguments, _) => Value.FromTime(self.Time.Add(arguments[0].Bits))),
        new("AddDate", StaticType.Time, "Later by years, months and days.", [Parameter.Int, Parameter.Int, Parameter.Int], (self, arguments, _) => Value.FromTime(self.Time.AddDate(arguments[0].Bits, arguments[1].Bits, arguments[2].Bits))),
        new("Sub", StaticType.Duration, "The duration since another time.", [Parameter.Time], (self, arguments, _) => Value.FromDuration(self.Time.Since(arguments[0].Time))),
        new("UTC", StaticType.Time, "The same instant in UTC.", [], (self, _, _) => Value.FromTime(self.Time.In(Zone.Utc))),
        new("Local", StaticType.Time, "The same instant in the local zone.", [], (self, _, context) => Value.FromTime(self.Time.In(context.LocalZone))),
        new("In", StaticType.Time, "The same instant in a zone.", [Parameter.Zone], (self, arguments, _) => Value.FromTime(self.Time.In(arguments[0].Zone))),
        new("Truncate", StaticType.Time, "Down to a multiple of a duration.", [Parameter.Duration], (self, arguments, _) => Value.FromTime(self.Time.Truncate(arguments[0].Bits))),
        new("Round", StaticType.Time, "To the nearest multiple of a duration.", [Parameter.Duration], (self, arguments, _) => Value.FromTime(self.Time.Round(arguments[0].Bits))),
        Compare("After", "Whether it is later than another.", order => order > 0),
        Compare("Before", "Whether it is earlier than another.", order => order < 0),
        Compare("Equal", "Whether it is the same instant as another.", order => order == 0),
        new("Compare", StaticType.Int, "-1, 0 or 1: earlier, the same, or later.", [Parameter.Time], (self, arguments, _) => Value.From((long)self.Time.CompareTo(arguments[0].Time))),
        new("IsZero", StaticType.Bool, "Whether it is the first instant of year 1.", [], (self, _, _) => Value.From(self.Time.IsZero)),
        new("IsDST", StaticType.Bool, "Whether daylight saving time is in force.", [], (self, _, _) => Value.From(self.Time.Offset.IsDaylight)),
        new("Location", StaticType.Zone, "The zone.", [], (self, _, _) => Value.FromZone(self.Time.Zone)),
        new("Zone", StaticType.String, "The abbreviation of the zone.", [], (self, _, _) => Value.FromText(self.Time.Offset.Abbreviation)),
    ];

    public static IReadOnlyList<Method> OfDuration { get; } =
    [
        Amount("Hours", "In hours, as a float.", 3_600_000_000_000),
        Amount("Minutes", "In minutes, as a float.", 60_000_000_000),
        Amount("Seconds", "In seconds, as a float.", 1_000_000_000),
        Whole("Milliseconds", "In whole milliseconds.", 1_000_000),
        Whole("Microseconds", "In whole microseconds.", 1_000),
        Whole("Nanoseconds", "In nanoseconds.", 1),
        Text,
        new("Abs", StaticType.Duration, "Without its sign.", [], (self, _, _) => Value.FromDuration(self.Bits == long.MinValue ? long.MaxValue : Math.Abs(self.Bits))),
        new("Truncate", StaticType.Duration, "Toward zero to a multiple of another.", [Parameter.Duration], (self, arguments, _) => Value.FromDuration(arguments[0].Bits <= 0 ? self.Bits : self.Bits - (self.Bits % arguments[0].Bits))),
        new("Round", StaticType.Duration, "To the nearest multiple of another; halves go away from zero.", [Parameter.Duration], (self, arguments, _) => Value.FromDuration(Round(self.Bits, arguments[0].Bits))),
    ];

    /// <summary>The method of this name that values of a kind have.</summary>
    public static Method? Find(ValueKind kind, string name) => kind switch
    {
        ValueKind.Time => Find(OfTime, name),
        ValueKind.Duration => Find(OfDuration, name),
        ValueKind.TimeZone or ValueKind.Month or ValueKind.Weekday => name == Text.Name ? Text : null,
        _ => null,
    };

    /// <inheritdoc cref="Find(ValueKind, string)"/>
    public static Method? Find(StaticKind kind, string name) => kind switch
    {
        StaticKind.Time => Find(OfTime, name),
        StaticKind.Duration => Find(OfDuration, name),
        StaticKind.Zone or StaticKind.Month or StaticKind.Weekday => name == Text.Name ? Text : null,
        _ => null,
    };

    private static Method? Find(IReadOnlyList<Method> methods, string name)
    {
        foreach (var method in methods)
        {
            if (method.Name == name)
            {
                return method;
            }
        }

        // These have more results than an expression can take.
        return methods == OfTime && name is "Clock" or "Date"
            ? new Method(name, StaticType.Unknown, "", [], (_, _, _) => throw new ExpressionFault(Messages.NotCallableMethod(name)))
            : null;
    }

    private static Method Number(string name, string summary, Func<Instant, long> read) =>
        new(name, StaticType.Int, summary, [], (self, _, _) => Value.From(read(self.Time)));

    private static Method Count(string name, string summary, Func<Instant, long> read) =>
        new(name, StaticType.Int64, summary, [], (self, _, _) => Value.FromInt64(read(self.Time)));

    private static Method Compare(string name, string summary, Func<int, bool> test) =>
        new(name, StaticType.Bool, summary, [Parameter.Time], (self, arguments, _) => Value.From(test(self.Time.CompareTo(arguments[0].Time))));

    private static Method Amount(string name, string summary, long unit) =>
        new(name, StaticType.Float, summary, [], (self, _, _) => Value.From((self.Bits / unit) + ((double)(self.Bits % unit) / unit)));

    private static Method Whole(string name, string summary, long unit) =>
        new(name, StaticType.Int64, summary, [], (self, _, _) => Value.FromInt64(self.Bits / unit));

    private static Value Format(Value self, Value[] arguments, EvaluationContext context)
    {
        var layout = arguments[0].Text;

        // An element of one character becomes a name of nine.
        context.ChargeText(layout.Length * 10L);
        return Value.FromText(TimeFormatter.Format(self.Time, layout));
    }

    private static long Round(long value, long unit)
    {
        if (unit <= 0)
        {
            return value;
        }

        var remainder = value % unit;
        var truncated = value - remainder;
        var size = Math.Abs(remainder);
        if (size < unit - size)
        {
            return truncated;
        }

        // What is out of range becomes the last that is in it.
        var rounded = (Int128)truncated + (value < 0 ? -unit : unit);
        return (long)Int128.Clamp(rounded, long.MinValue, long.MaxValue);
    }
}
