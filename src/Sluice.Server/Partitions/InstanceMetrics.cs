using System.Diagnostics.Metrics;
using Sluice.Engine.Instances;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Partitions;

/// <summary>Counts what becomes of instances.</summary>
internal static class InstanceMetrics
{
    private static readonly Counter<long> Started = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.instance.started", "{instance}", "Instances that were started");

    private static readonly Counter<long> Ended = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.instance.ended", "{instance}", "Instances that ended, by status");

    private static readonly Counter<long> Turns = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.instance.turns", "{turn}", "Turns that were recorded, one journal record each, by kind");

    private static readonly UpDownCounter<long> Active = SluiceMeter.Meter.CreateUpDownCounter<long>(
        "sluice.instance.active", "{instance}", "Instances in memory: one of their turns or attempts is under way, or a caller waits for them");

    private static readonly Histogram<double> WakeLateness = SluiceMeter.Meter.CreateHistogram(
        "sluice.instance.wake.lateness", "s", "How long after its time a timer was looked at", tags: null, SluiceMeter.Seconds);

    /// <summary>A turn is durable.</summary>
    public static void OnRecorded(string kind, IReadOnlyList<InstanceEvent> events)
    {
        if (!Turns.Enabled)
        {
            return;
        }

        Turns.Add(1, new KeyValuePair<string, object?>("kind", kind));
        foreach (var each in events)
        {
            switch (each)
            {
                case InstanceEvent.Started e:
                    Started.Add(1, new KeyValuePair<string, object?>("origin", e.Firing is null ? "api" : "trigger"));
                    break;
                case InstanceEvent.Succeeded:
                    OnEnded("succeeded");
                    break;
                case InstanceEvent.Failed:
                    OnEnded("failed");
                    break;
                case InstanceEvent.Canceled:
                    OnEnded("canceled");
                    break;
            }
        }
    }

    /// <summary>An instance is in memory.</summary>
    public static void OnHeld() => Active.Add(1);

    /// <summary>It is no longer.</summary>
    public static void OnEvicted() => Active.Add(-1);

    /// <summary>A timer is looked at.</summary>
    public static void OnWake(TimeSpan late) => WakeLateness.Record(late.TotalSeconds);

    private static void OnEnded(string status) => Ended.Add(1, new KeyValuePair<string, object?>("status", status));
}
