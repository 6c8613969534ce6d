namespace Sluice.Expressions.Times;

/// <summary>The Gregorian calendar, before its invention and for any year: days are counted from 1970-01-01.</summary>
internal static class Calendar
{
    public const long SecondsPerDay = 86_400;

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public static IReadOnlyList<string> MonthNames => Months;

    public static IReadOnlyList<string> DayNames => Days;

    public static bool IsLeap(long year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    public static int DaysIn(long year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Months and days beyond their range carry over.</summary>
    public static long DaysFromCivil(long year, long month, long day)
    {
        year += FloorDivide(month - 1, 12);
        month = FloorModulo(month - 1, 12) + 1;

        // Years that start in March have the leap day at their end.
        year -= month <= 2 ? 1 : 0;
        var era = FloorDivide(year, 400);
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146_097) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    public static (long Year, int Month, int Day) CivilFromDays(long days)
    {
        days += 719_468;
        var era = FloorDivide(days, 146_097);
        var dayOfEra = days - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * month) + 2) / 5) + 1);
        month += month < 10 ? 3 : -9;
        return (yearOfEra + (era * 400) + (month <= 2 ? 1 : 0), (int)month, day);
    }

    public static (long Year, int Month, int Day) FromUnix(long seconds) => CivilFromDays(FloorDivide(seconds, SecondsPerDay));

    /// <summary>The day of the week, Sunday being 0.</summary>
    public static int Weekday(long days) => (int)FloorModulo(days + 4, 7);

    public static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    public static long FloorModulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;
}
