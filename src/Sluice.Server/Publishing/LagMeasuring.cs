using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Sluice.Server.Journal;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Publishing;

/// <summary>Measures how far publishing is behind, from time to time and only while somebody listens. Part of a server that publishes.</summary>
internal sealed class LagMeasuring(IPublishStore store, TimeProvider clock) : BackgroundService
{
    /// <summary>A long backlog takes a while to count, so it is not counted at every look at the metrics.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    // Its own, which ends with this server: what is observed keeps its observer alive.
    private readonly Meter _meter = new(SluiceMeter.Name);

    // Replaced as a whole; null until there is a measurement.
    private volatile Measurement? _last;

    /// <inheritdoc />
    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var records = _meter.CreateObservableGauge(
            "sluice.publish.lag",
            () => Observe(last => last.Records),
            "{record}",
            "Records and failed firings that wait to be published; all nodes of a cluster tell the same number");
        _meter.CreateObservableGauge(
            "sluice.publish.lag.age",
            () => Observe(last => last.Oldest is { } oldest ? Math.Max(0, (clock.GetUtcNow() - oldest).TotalSeconds) : 0),
            "s",
            "How long the one of them that waits longest has waited; all nodes of a cluster tell the same number");
        while (!stoppingToken.IsCancellationRequested)
        {
            if (records.Enabled)
            {
                await MeasureAsync(stoppingToken);
            }

            await Task.Delay(Period, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MeasureAsync(CancellationToken stoppingToken)
    {
        try
        {
            var lag = await store.ReadLagAsync(stoppingToken);
            _last = new Measurement(lag.Records, lag.Oldest);
        }
        catch (Exception exception) when (exception is JournalUnavailableException or OperationCanceledException)
        {
            // No number is better than an old one.
            _last = null;
        }
    }

    private IEnumerable<Measurement<T>> Observe<T>(Func<Measurement, T> value)
        where T : struct => _last is { } last ? [new Measurement<T>(value(last))] : [];

    private sealed record Measurement(long Records, DateTimeOffset? Oldest);
}
