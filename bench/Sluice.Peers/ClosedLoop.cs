using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>Clients with a connection each, every one of which begins its next instance when the last one is done.</summary>
internal static class ClosedLoop
{
    /// <summary>Begins instances for a time and waits for the last of them, so that slow ones count as much as quick ones.</summary>
    /// <returns>The seconds that each instance took, unordered, and those from the first start to the last end.</returns>
    public static async Task<(IReadOnlyList<double> Each, double Elapsed)> RunAsync(
        Uri server, Work work, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        var end = began + (long)(duration.TotalSeconds * clock.TimestampFrequency);
        var samples = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => RunClientAsync(server, work, end, cancellationToken)));
        return ([.. samples.SelectMany(sample => sample)], clock.GetElapsedTime(began).TotalSeconds);
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

    private static async Task<List<double>> RunClientAsync(Uri server, Work work, long end, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var samples = new List<double>(capacity: 4_096);
        using var connection = new Http11Connection();
        await connection.ConnectAsync(server, cancellationToken);
        long done;
        do
        {
            var began = clock.GetTimestamp();
            await work(connection, cancellationToken);
            done = clock.GetTimestamp();
            samples.Add(clock.GetElapsedTime(began, done).TotalSeconds);
        }
        while (done < end);

        return samples;
    }
}
