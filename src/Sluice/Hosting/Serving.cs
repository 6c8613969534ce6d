namespace Sluice.Hosting;

/// <summary>How a serving process stops.</summary>
/// <param name="Grace">How long it goes on serving after the signal.</param>
/// <param name="Drain">How long what is under way may take after that.</param>
internal sealed record StopTimes(TimeSpan Grace, TimeSpan Drain);

/// <summary>Runs an application until a signal asks it to stop.</summary>
/// <param name="app">The application.</param>
/// <param name="times">How it stops.</param>
/// <param name="clock">Counts those times.</param>
internal sealed class Serving(WebApplication app, StopTimes times, TimeProvider clock)
{
    /// <summary>
    /// Starts, calls back when requests are answered, and returns when everything under way has been finished or given up.
    /// </summary>
    /// <returns>The exit code: failed when it stopped without having been asked to.</returns>
    public async Task<int> RunAsync(Action started)
    {
        using var signals = new TerminationSignals();
        try
        {
            await StackHost.StartAsync(app, signals.Requested);
        }
        catch (OperationCanceledException) when (signals.Requested.IsCancellationRequested)
        {
            return ExitCodes.Ok;
        }

        started();
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(signals.Requested, app.Lifetime.ApplicationStopping))
        {
            await CanceledAsync(Timeout.InfiniteTimeSpan, end.Token);
        }

        var asked = signals.Requested.IsCancellationRequested;
        if (asked && times.Grace > TimeSpan.Zero)
        {
            await CanceledAsync(times.Grace, app.Lifetime.ApplicationStopping);
        }

        using var limit = new CancellationTokenSource(times.Drain, clock);
        await app.StopAsync(limit.Token);
        return asked ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private async Task CanceledAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(atMost, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // That is what was waited for.
        }
    }
}
