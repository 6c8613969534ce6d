namespace Sluice.Expressions.Times;

/// <summary>The same offset always.</summary>
internal sealed class FixedZone(string name, int seconds, string abbreviation) : Zone(name)
{
    public override ZoneOffset At(long unixSeconds) => new(seconds, abbreviation, IsDaylight: false);

    public override bool IsSameAs(Zone other) => other is FixedZone && Name == other.Name && At(0) == other.At(0);
}
