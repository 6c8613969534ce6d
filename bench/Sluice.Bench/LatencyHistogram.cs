namespace Sluice.Bench;

/// <summary>
/// Counts latencies in classes of 2 % each, in constant memory however long a load runs. Thread-safe. Percentiles are the upper
/// ends of their classes; the maximum is exact.
/// </summary>
internal sealed class LatencyHistogram
{
    private const double Step = 1.02;

    // 1 µs times 1.02 to the power of this is about three quarters of an hour.
    private const int Classes = 1_100;

    private static readonly double LogOfStep = Math.Log(Step);

    private readonly long[] _counts = new long[Classes];
    private long _maxTicks;

    public long Count => _counts.Sum();

    public double MaxMilliseconds => TimeSpan.FromTicks(Volatile.Read(ref _maxTicks)).TotalMilliseconds;

    public void Add(TimeSpan latency)
    {
        var number = (int)(Math.Log(Math.Max(1, latency.TotalMicroseconds)) / LogOfStep);
        Interlocked.Increment(ref _counts[Math.Min(number, Classes - 1)]);
        var max = Volatile.Read(ref _maxTicks);
        while (latency.Ticks > max)
        {
            max = Interlocked.CompareExchange(ref _maxTicks, latency.Ticks, max);
        }
    }

    /// <summary>What at least this share of the latencies do not exceed; 0 without any.</summary>
    public double PercentileMilliseconds(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        long passed = 0;
        for (var number = 0; rank > 0; number++)
        {
            passed += _counts[number];
            if (passed >= rank)
            {
                return Math.Min(Math.Pow(Step, number + 1) / 1_000, MaxMilliseconds);
            }
        }

        return 0;
    }

    public LatencyFigures Figures() => new(PercentileMilliseconds(0.50), PercentileMilliseconds(0.99), MaxMilliseconds);
}

/// <summary>The latencies of some answers, in milliseconds; zeros when there were none.</summary>
internal sealed record LatencyFigures(double P50Milliseconds, double P99Milliseconds, double MaxMilliseconds);
