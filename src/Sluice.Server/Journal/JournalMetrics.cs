using System.Diagnostics.Metrics;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Journal;

/// <summary>Measures the group commits of a store, whichever it is.</summary>
internal static class JournalMetrics
{
    private static readonly Histogram<double> Duration = SluiceMeter.Meter.CreateHistogram(
        "sluice.journal.commit.duration", "s", "How long a group commit took, flush included, by outcome", tags: null, SluiceMeter.Seconds);

    private static readonly Histogram<int> Writes = SluiceMeter.Meter.CreateHistogram(
        "sluice.journal.commit.writes",
        "{write}",
        "How many writes a group commit made durable",
        tags: null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024] });

    /// <summary>A group commit is durable.</summary>
    public static void OnCommitted(TimeSpan duration, int writes)
    {
        Duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", "committed"));
        Writes.Record(writes);
    }

    /// <summary>A group commit failed.</summary>
    public static void OnFailed(TimeSpan duration) =>
        Duration.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", "failed"));
}
