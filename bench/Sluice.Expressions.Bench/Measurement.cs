using System.Globalization;

namespace Sluice.Expressions.Bench;

/// <summary>How fast something is on one core, and what it allocates.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="PerSecond">Per second of processor time, so that what else runs on the machine does not count.</param>
/// <param name="MicrosecondsEach">The processor time of one.</param>
/// <param name="BytesEach">What one allocates.</param>
internal sealed record Measurement(string Name, double PerSecond, double MicrosecondsEach, double BytesEach)
{
    private const int Batch = 1_000;

    /// <summary>Runs an action over and over: first to warm up, then to count.</summary>
    public static Measurement Of(string name, TimeSpan warmup, TimeSpan duration, Action action)
    {
        Repeat(action, warmup);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var (count, elapsed) = Repeat(action, duration);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Measurement(name, count / elapsed.TotalSeconds, elapsed.TotalMicroseconds / count, (double)allocated / count);
    }

    public string ToRow() => string.Create(
        CultureInfo.InvariantCulture, $"| {Name} | {PerSecond:N0} | {MicrosecondsEach:F3} | {BytesEach:F0} |");

    private static (long Count, TimeSpan Elapsed) Repeat(Action action, TimeSpan duration)
    {
        var began = Environment.CpuUsage.TotalTime;
        for (var count = 0L; ; count += Batch)
        {
            for (var i = 0; i < Batch; i++)
            {
                action();
            }

            if (Environment.CpuUsage.TotalTime - began is var elapsed && elapsed >= duration)
            {
                return (count + Batch, elapsed);
            }
        }
    }
}
