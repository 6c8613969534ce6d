namespace Sluice.Bench;

/// <summary>One client that starts an instance at a light pace, to see what the others feel.</summary>
/// <param name="server">The server's address.</param>
/// <param name="request">Its request.</param>
internal sealed class Probe(Uri server, ILoadRequest request) : IDisposable
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private Http11Connection _connection = new();

    /// <summary>How many of its starts were acknowledged.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Connects, also anew: a server closes connections that nobody uses for a while.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _connection.Dispose();
        _connection = new Http11Connection();
        await _connection.ConnectAsync(server, cancellationToken);
    }

    /// <summary>Probes as long as it is told to, at least once.</summary>
    /// <exception cref="InvalidDataException">A start was answered with something else than success.</exception>
    public async Task<LatencyHistogram> RunAsync(Func<bool> goesOn, CancellationToken cancellationToken)
    {
        var latencies = new LatencyHistogram();
        do
        {
            var (status, latency) = await AskAsync(cancellationToken);
            latencies.Add(status == 201 ? latency : throw new InvalidDataException($"A light start was answered {status}."));
        }
        while (goesOn());
        return latencies;
    }

    /// <summary>Probes until some starts in a row were acknowledged within a time each.</summary>
    /// <returns>How long it took until the first of those was sent; null when it never happened.</returns>
    public async Task<TimeSpan?> UntilWithinAsync(TimeSpan bound, int inARow, TimeSpan patience, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var (since, good) = (TimeSpan.Zero, 0);
        while (good < inARow)
        {
            var sent = clock.GetElapsedTime(began);
            if (sent > patience)
            {
                return null;
            }

            var (status, latency) = await AskAsync(cancellationToken);
            (since, good) = status != 201 || latency > bound ? (sent, 0) : (good == 0 ? sent : since, good + 1);
        }

        return since;
    }

    public void Dispose() => _connection.Dispose();

    private async Task<(int Status, TimeSpan Latency)> AskAsync(CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var sending = _connection.SendAsync(request.Next(), cancellationToken).AsTask();
        var answer = await sending.WaitAsync(AnswerWithin, clock, cancellationToken);
        var latency = clock.GetElapsedTime(began);
        Acknowledged += answer.Status == 201 ? 1 : 0;
        if (latency < Pace)
        {
            await Task.Delay(Pace - latency, clock, cancellationToken);
        }

        return (answer.Status, latency);
    }
}
