namespace Sluice.Engine.Stages;

/// <summary>A signed span of time in Go's notation (<c>1h30m</c>), extended by <c>d</c> (24 h) and <c>w</c> (7 d).</summary>
/// <param name="Nanoseconds">The span's length; negative spans are legal.</param>
public readonly record struct GoDuration(long Nanoseconds)
{
    /// <summary>The instant that lies this span after another.</summary>
    public DateTimeOffset After(DateTimeOffset instant) => instant.AddTicks(Nanoseconds / 100);
}
