using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Sluice.Bench;

/// <summary>
/// Offers requests at a rate, whatever becomes of those before. Each is sent over a connection of its own that nothing else is out on,
/// since a server answers one connection's requests one after the other; when none is free, the request is not sent. Used once.
/// </summary>
/// <param name="server">The server's address.</param>
/// <param name="connections">How many connections there are, and so the most requests that are out at a time.</param>
/// <param name="requests">Makes the requests of a connection.</param>
internal sealed class OpenLoad(Uri server, int connections, Func<ILoadRequest> requests) : IDisposable
{
    /// <summary>Twice the starts that a server lets wait, so that it is the server which refuses.</summary>
    public const int ConnectionsByDefault = 8_192;

    private const int ConnectingAtOnce = 64;
    private const int StatusMax = 599;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly ConcurrentBag<Sender> _all = [];
    private readonly ConcurrentQueue<Sender> _free = new();
    private readonly long[] _answers = new long[StatusMax + 1];
    private long _sent;
    private long _unanswered;
    private LatencyHistogram _recentAccepted = new();
    private LatencyHistogram _recentRefused = new();

    /// <summary>How many requests were sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>How many requests got no answer; whether they had an effect is unknown.</summary>
    public long Unanswered => Interlocked.Read(ref _unanswered);

    /// <summary>How many answers there are of each status that occurred.</summary>
    public IReadOnlyDictionary<int, long> Answers =>
        _answers.Index().Where(answers => answers.Item > 0).ToDictionary(answers => answers.Index, answers => answers.Item);

    /// <summary>How long acknowledgements took, from the sending on.</summary>
    public LatencyHistogram Accepted { get; } = new();

    /// <summary>How long all other answers took.</summary>
    public LatencyHistogram Refused { get; } = new();

    /// <summary>How long acknowledgements and all other answers took since this was last asked.</summary>
    public (LatencyHistogram Accepted, LatencyHistogram Refused) TakeRecent() =>
        (Interlocked.Exchange(ref _recentAccepted, new LatencyHistogram()), Interlocked.Exchange(ref _recentRefused, new LatencyHistogram()));

    public async Task ConnectAsync(CancellationToken cancellationToken) => await Parallel.ForAsync(
        0,
        connections,
        new ParallelOptions { MaxDegreeOfParallelism = ConnectingAtOnce, CancellationToken = cancellationToken },
        async (_, cancellation) =>
        {
            var sender = new Sender(requests());
            _all.Add(sender);
            await sender.ConnectAsync(server, cancellation);
            _free.Enqueue(sender);
        });

    /// <summary>Offers for a time. Answers may be out when it ends.</summary>
    public async Task OfferAsync(double perSecond, TimeSpan duration, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        long offered = 0;
        for (var elapsed = TimeSpan.Zero; elapsed < duration; elapsed = clock.GetElapsedTime(began))
        {
            if (offered >= elapsed.TotalSeconds * perSecond)
            {
                await Task.Delay(Tick, clock, cancellationToken);
                continue;
            }

            offered++;
            if (_free.TryDequeue(out var sender))
            {
                Interlocked.Increment(ref _sent);
                _ = SendAsync(sender, cancellationToken);
            }
        }
    }

    /// <summary>Waits until nothing is out any more, or gives up what is still out after that time.</summary>
    public async Task DrainAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var began = clock.GetTimestamp();
        while (_answers.Sum() + Unanswered < Sent && clock.GetElapsedTime(began) < patience)
        {
            await Task.Delay(Tick, clock, cancellationToken);
        }

        Interlocked.Add(ref _unanswered, Sent - _answers.Sum() - Unanswered);
    }

    public void Dispose()
    {
        foreach (var sender in _all)
        {
            sender.Dispose();
        }
    }

    private async Task SendAsync(Sender sender, CancellationToken cancellationToken)
    {
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            var status = await sender.SendAsync(server, cancellationToken);
            var latency = TimeProvider.System.GetElapsedTime(began);
            (status == 201 ? Accepted : Refused).Add(latency);
            Volatile.Read(ref status == 201 ? ref _recentAccepted : ref _recentRefused).Add(latency);
            Interlocked.Increment(ref _answers[Math.Min(status, StatusMax)]);
        }
        catch (Exception exception) when (exception is SocketException or InvalidDataException or ObjectDisposedException)
        {
            sender.Dispose();
            Interlocked.Increment(ref _unanswered);
        }

        _free.Enqueue(sender);
    }

    /// <summary>A connection, made anew after it broke, and its request.</summary>
    private sealed class Sender(ILoadRequest request) : IDisposable
    {
        private Http11Connection? _connection;

        public async Task ConnectAsync(Uri server, CancellationToken cancellationToken)
        {
            _connection = new Http11Connection();
            await _connection.ConnectAsync(server, cancellationToken);
        }

        public async Task<int> SendAsync(Uri server, CancellationToken cancellationToken)
        {
            if (_connection is null)
            {
                await ConnectAsync(server, cancellationToken);
            }

            return (await _connection!.SendAsync(request.Next(), cancellationToken)).Status;
        }

        public void Dispose()
        {
            _connection?.Dispose();
            _connection = null;
        }
    }
}
