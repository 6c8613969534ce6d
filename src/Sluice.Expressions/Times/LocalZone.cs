namespace Sluice.Expressions.Times;

/// <summary>The zone of the host, under the name that it has for expressions.</summary>
internal sealed class LocalZone(Zone zone) : Zone(LocalName)
{
    public const string LocalName = "Local";

    public override ZoneOffset At(long unixSeconds) => zone.At(unixSeconds);

    public override int? OffsetOf(string abbreviation, long unixSeconds) => zone.OffsetOf(abbreviation, unixSeconds);
}
