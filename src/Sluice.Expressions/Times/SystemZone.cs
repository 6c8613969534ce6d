namespace Sluice.Expressions.Times;

/// <summary>A zone of the platform, where no zone files are to be had. The platform does not know abbreviations, so offsets have none.</summary>
internal sealed class SystemZone(string name, TimeZoneInfo zone) : Zone(name)
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public override ZoneOffset At(long unixSeconds)
    {
        var instant = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(unixSeconds, First, Last));
        return new ZoneOffset((int)zone.GetUtcOffset(instant).TotalSeconds, "", zone.IsDaylightSavingTime(instant));
    }
}
