using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>Clients with a connection each, every one of which begins its next instance when the last one is done.</summary>
internal static class ClosedLoop
{
    /// <summary>Runs it for a time.</summary>
    /// <returns>The seconds that each instance took which was done within it, unordered, and how many were done in all.</returns>
    public static async Task<(IReadOnlyList<double> Seconds, long Done)> RunAsync(
        Uri server, Work work, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var end = clock.GetTimestamp() + (long)(duration.TotalSeconds * clock.TimestampFrequency);
        var samples = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => RunClientAsync(server, work, end, cancellationToken)));
        return ([.. samples.SelectMany(sample => sample)], samples.Sum(sample => sample.Count + 1L));
    }

    /// <summary>Runs it for a number of instances.</summary>
    public static Task RunAsync(Uri server, Work work, int clients, long count, CancellationToken cancellationToken)
    {
        var begun = 0L;
        return Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            using var connection = new Http11Connection();
            await connection.ConnectAsync(server, cancellationToken);
            while (Interlocked.Increment(ref begun) <= count)
            {
                await work(connection, cancellationToken);
            }
        }));
    }

    // The last instance of each client ends after the time and is no sample.
    private static async Task<List<double>> RunClientAsync(Uri server, Work work, long end, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var samples = new List<double>(capacity: 4_096);
        using var connection = new Http11Connection();
        await connection.ConnectAsync(server, cancellationToken);
        while (true)
        {
            var began = clock.GetTimestamp();
            await work(connection, cancellationToken);
            var done = clock.GetTimestamp();
            if (done >= end)
            {
                return samples;
            }

            samples.Add(clock.GetElapsedTime(began, done).TotalSeconds);
        }
    }
}
