using System.Diagnostics.Metrics;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Triggers;

/// <summary>Measures business events, whatever transport brings them, and the triggers that want them.</summary>
internal static class EventMetrics
{
    private static readonly Histogram<double> Duration = SluiceMeter.Meter.CreateHistogram(
        "sluice.event.duration", "s", "How long events took until all they start was durable, by outcome", tags: null, SluiceMeter.Seconds);

    private static readonly Counter<long> Firings = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.trigger.firings", "{firing}", "Triggers that wanted an event, by what came of it; copies of an event count too");

    /// <summary>An event has been handled, or refused for the moment.</summary>
    /// <param name="matched">How many triggers wanted it.</param>
    /// <param name="refused">Whether it is to be delivered again.</param>
    /// <param name="duration">How long that took.</param>
    public static void OnHandled(int matched, bool refused, TimeSpan duration) => Duration.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>("outcome", refused ? "refused" : matched > 0 ? "matched" : "unmatched"));

    /// <summary>A trigger has its instance.</summary>
    public static void OnStarted() => OnFired("started");

    /// <summary>A trigger wanted an event and could not start anything with it, which its occurrence tells.</summary>
    public static void OnFailed() => OnFired("failed");

    /// <summary>A trigger's start was refused for the moment.</summary>
    public static void OnRefused() => OnFired("refused");

    private static void OnFired(string outcome) => Firings.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
