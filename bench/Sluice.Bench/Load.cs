namespace Sluice.Bench;

/// <summary>A number of clients, each with its own connection, sending requests that start instances one after the other.</summary>
/// <param name="server">The server's address.</param>
/// <param name="requests">Makes the requests of a client, given its number.</param>
internal sealed class Load(Uri server, Func<int, ILoadRequest> requests)
{
    private long _answered;

    /// <summary>How many starts were answered with success so far, those after the end of a time included.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    /// <summary>Runs the load for a time and returns the latency of every start answered in it, in seconds, unordered.</summary>
    /// <param name="clients">How many clients run.</param>
    /// <param name="pace">The time from one start of a client to its next; zero for a closed loop.</param>
    /// <param name="duration">How long they run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">A start was answered with something else than success.</exception>
    public async Task<IReadOnlyList<double>> RunAsync(int clients, TimeSpan pace, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var end = clock.GetTimestamp() + (long)(duration.TotalSeconds * clock.TimestampFrequency);
        var samples = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => RunClientAsync(client, pace, end, cancellationToken)));
        return [.. samples.SelectMany(sample => sample)];
    }

    private async Task<List<double>> RunClientAsync(int client, TimeSpan pace, long end, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var samples = new List<double>(capacity: 4_096);
        var request = requests(client);
        using var connection = new Http11Connection();
        await connection.ConnectAsync(server, cancellationToken);
        while (true)
        {
            var began = clock.GetTimestamp();
            request.Check(await connection.SendAsync(request.Next(), cancellationToken));
            var answered = clock.GetTimestamp();
            Interlocked.Increment(ref _answered);
            if (answered >= end)
            {
                return samples;
            }

            samples.Add(clock.GetElapsedTime(began, answered).TotalSeconds);
            var left = pace - clock.GetElapsedTime(began, answered);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, clock, cancellationToken);
            }
        }
    }
}
