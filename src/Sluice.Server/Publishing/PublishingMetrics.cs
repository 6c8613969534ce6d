using System.Diagnostics.Metrics;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Publishing;

/// <summary>Counts what the bus takes and does not take.</summary>
internal static class PublishingMetrics
{
    private static readonly Counter<long> Messages = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.publish.messages", "{message}", "Messages that the bus has acknowledged, copies included");

    private static readonly Counter<long> Failures = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.publish.failures", "{failure}", "Times that publishing stopped and was tried again after a pause, be it for the bus or for the store");

    /// <summary>The bus has a message.</summary>
    public static void OnPublished() => Messages.Add(1);

    /// <summary>Publishing of a log stopped for a while.</summary>
    public static void OnFailed() => Failures.Add(1);
}
