namespace Sluice.Server;

/// <summary>The clock at the precision that is stored and shown.</summary>
public static class Clock
{
    /// <summary>The time in whole microseconds, so that what is decided live equals what is replayed.</summary>
    public static DateTimeOffset GetUtcMicroseconds(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
