using System.Diagnostics.Metrics;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Consuming;

/// <summary>Measures what becomes of the messages that a broker delivers.</summary>
internal static class ConsumingMetrics
{
    private static readonly Counter<long> Deliveries = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.consume.deliveries", "{delivery}", "Messages that a broker delivered, by what came of it; what is delivered again counts again");

    private static readonly Counter<long> Dropped = SluiceMeter.Meter.CreateCounter<long>(
        "sluice.consume.dropped", "{message}", "Parked messages that made room for younger ones");

    /// <summary>The event of a message has been handled, be it that it started nothing.</summary>
    public static void OnHandled() => OnDelivered("handled");

    /// <summary>A message was given back because it could not be handled at the moment.</summary>
    public static void OnRefused() => OnDelivered("refused");

    /// <summary>The handling of a message failed in a way that nobody foresaw.</summary>
    public static void OnFailed() => OnDelivered("failed");

    /// <summary>A message was parked.</summary>
    /// <param name="dropped">How many older ones made room for it.</param>
    public static void OnParked(int dropped)
    {
        OnDelivered("parked");
        Dropped.Add(dropped);
    }

    private static void OnDelivered(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
