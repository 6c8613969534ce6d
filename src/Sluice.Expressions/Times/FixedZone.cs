namespace Sluice.Expressions.Times;

/// <summary>The same offset always.</summary>
internal sealed class FixedZone(string name, int seconds, string abbreviation) : Zone(name)
{
    public override ZoneOffset At(long unixSeconds) => new(seconds, abbreviation, IsDaylight: false);
}
