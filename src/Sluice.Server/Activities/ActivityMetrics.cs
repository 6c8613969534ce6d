using System.Diagnostics.Metrics;
using Sluice.Engine.Activities;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Activities;

/// <summary>Measures attempts of activities.</summary>
internal static class ActivityMetrics
{
    private static readonly Histogram<double> Duration = SluiceMeter.Meter.CreateHistogram(
        "sluice.activity.duration", "s", "How long attempts that were sent took, by service and outcome", tags: null, SluiceMeter.Seconds);

    private static readonly Counter<long> Paused = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.activity.paused", "{attempt}", "Attempts that were put off because their service answers nobody, by service");

    private static readonly UpDownCounter<long> Waiting = SluiceMeter.Meter.CreateUpDownCounter<long>(
        "sluice.activity.waiting", "{attempt}", "Attempts that wait for their turn");

    private static readonly UpDownCounter<long> Out = SluiceMeter.Meter.CreateUpDownCounter<long>(
        "sluice.activity.out", "{attempt}", "Attempts whose turn it is");

    /// <summary>An attempt waits for its turn.</summary>
    public static void OnWaiting() => Waiting.Add(1);

    /// <summary>Its turn has come.</summary>
    public static void OnTurn()
    {
        Waiting.Add(-1);
        Out.Add(1);
    }

    /// <summary>Its turn is over.</summary>
    public static void OnTurnOver() => Out.Add(-1);

    /// <summary>An attempt was sent and has its outcome.</summary>
    public static void OnSent(string service, ActivityOutcome outcome, TimeSpan duration) => Duration.Record(
        duration.TotalSeconds,
        new KeyValuePair<string, object?>("service", service),
        new KeyValuePair<string, object?>("outcome", outcome is ActivityOutcome.Succeeded ? "succeeded" : "failed"));

    /// <summary>An attempt was put off.</summary>
    public static void OnPaused(string service) => Paused.Add(1, new KeyValuePair<string, object?>("service", service));
}
