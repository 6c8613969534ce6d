namespace Sluice.Expressions.Times;

/// <summary>An instant, to the nanosecond, and the zone its clock is read in.</summary>
/// <param name="Seconds">Seconds since 1970-01-01 UTC.</param>
/// <param name="Nanoseconds">From 0 to 999,999,999.</param>
internal sealed record Instant(long Seconds, int Nanoseconds, Zone Zone)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>0001-01-01 UTC, from which rounding counts.</summary>
    private const long YearOne = -62_135_596_800;

    public static Instant From(DateTimeOffset value)
    {
        var nanoseconds = (int)(value.UtcTicks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick);
        var offset = (int)value.Offset.TotalSeconds;
        return new Instant(value.ToUnixTimeSeconds(), nanoseconds, offset == 0 ? Zone.Utc : new FixedZone("", offset, ""));
    }

    public ZoneOffset Offset => Zone.At(Seconds);

    public long LocalSeconds => Seconds + Offset.Seconds;

    public (long Year, int Month, int Day) Date => Calendar.FromUnix(LocalSeconds);

    public long LocalDays => Calendar.FloorDivide(LocalSeconds, Calendar.SecondsPerDay);

    public int SecondOfDay => (int)Calendar.FloorModulo(LocalSeconds, Calendar.SecondsPerDay);

    public int Weekday => Calendar.Weekday(LocalDays);

    public int DayOfYear => (int)(LocalDays - Calendar.DaysFromCivil(Date.Year, 1, 1)) + 1;

    public bool IsZero => Seconds == YearOne && Nanoseconds == 0;

    /// <summary>The year that the ISO week belongs to: that of its Thursday.</summary>
    public long IsoYear => Calendar.CivilFromDays(LocalDays - ((Weekday + 6) % 7) + 3).Year;

    public Instant In(Zone zone) => this with { Zone = zone };

    public bool SameInstant(Instant other) => Seconds == other.Seconds && Nanoseconds == other.Nanoseconds;

    public int CompareTo(Instant other) =>
        Seconds != other.Seconds ? Seconds.CompareTo(other.Seconds) : Nanoseconds.CompareTo(other.Nanoseconds);

    public Instant Add(long nanoseconds)
    {
        var sum = Nanoseconds + Calendar.FloorModulo(nanoseconds, NanosecondsPerSecond);
        return this with
        {
            Seconds = Seconds + Calendar.FloorDivide(nanoseconds, NanosecondsPerSecond) + (sum / NanosecondsPerSecond),
            Nanoseconds = (int)(sum % NanosecondsPerSecond),
        };
    }

    /// <summary>The nanoseconds since another instant; as many as there can be when that is more.</summary>
    public long Since(Instant other) => (long)Int128.Clamp(
        (((Int128)Seconds - other.Seconds) * NanosecondsPerSecond) + Nanoseconds - other.Nanoseconds, long.MinValue, long.MaxValue);

    public long UnixNanoseconds => (Seconds * NanosecondsPerSecond) + Nanoseconds;

    /// <summary>Moves the date and keeps the clock; what is no date carries over.</summary>
    public Instant AddDate(long years, long months, long days)
    {
        var (year, month, day) = Date;
        var moved = Calendar.DaysFromCivil(year + years, month + months, day + days);
        return this with { Seconds = Zone.ToUnix((moved * Calendar.SecondsPerDay) + SecondOfDay) };
    }

    public Instant Truncate(long unit) => unit <= 0 ? this : Add(-Remainder(unit));

    public Instant Round(long unit)
    {
        if (unit <= 0)
        {
            return this;
        }

        var remainder = Remainder(unit);
        return remainder < unit - remainder ? Add(-remainder) : Add(unit - remainder);
    }

    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeSeconds(Seconds)
        .AddTicks(Nanoseconds / TimeSpan.NanosecondsPerTick)
        .ToOffset(TimeSpan.FromMinutes(Offset.Seconds / 60));

    private long Remainder(long unit)
    {
        var sinceYearOne = (((Int128)Seconds - YearOne) * NanosecondsPerSecond) + Nanoseconds;
        return (long)(((sinceYearOne % unit) + unit) % unit);
    }
}
