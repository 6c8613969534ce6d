using System.Diagnostics.Metrics;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Partitions;

/// <summary>Counts starts that wait and starts that are refused because the node is behind.</summary>
internal static class StartMetrics
{
    private static readonly UpDownCounter<long> Waiting = SluiceMeter.Meter.CreateUpDownCounter<long>(
        "sluice.start.waiting", "{start}", "Starts that wait to become durable");

    private static readonly Counter<long> Refused = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.start.refused", "{start}", "Starts that were refused because too much waits");

    /// <summary>A start has a place.</summary>
    public static void OnEntered() => Waiting.Add(1);

    /// <summary>It gives the place back.</summary>
    public static void OnLeft() => Waiting.Add(-1);

    /// <summary>A start was refused.</summary>
    public static void OnRefused() => Refused.Add(1);
}
