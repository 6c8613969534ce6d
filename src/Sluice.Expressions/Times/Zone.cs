namespace Sluice.Expressions.Times;

/// <summary>A time zone: what clocks show in it at each instant.</summary>
internal abstract class Zone(string name)
{
    /// <summary>The zone without rules.</summary>
    public static readonly Zone Utc = new FixedZone("UTC", 0, "UTC");

    public string Name { get; } = name;

    /// <summary>The offset from UTC in force at an instant.</summary>
    public abstract ZoneOffset At(long unixSeconds);

    /// <summary>The offset that an abbreviation such as <c>CET</c> stands for here, looked for near an instant first.</summary>
    public virtual int? OffsetOf(string abbreviation, long unixSeconds) =>
        At(unixSeconds) is var offset && offset.Abbreviation == abbreviation ? offset.Seconds : null;

    /// <summary>The instant at which clocks show this. In a gap the offset before it counts; of two, the first one does.</summary>
    public long ToUnix(long localSeconds)
    {
        var unix = localSeconds - At(localSeconds).Seconds;
        var offset = At(unix);
        if (localSeconds - offset.Seconds == unix)
        {
            return unix;
        }

        // The guess was on the other side of a transition: use the offset in force there.
        unix = localSeconds - offset.Seconds;
        return unix;
    }
}
