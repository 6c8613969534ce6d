using Sluice.Testing;

namespace Sluice.Chaos.Nodes;

/// <summary>
/// Looks at every node again and again: starts those that ended by themselves, asks the others how many partitions they own, and
/// so knows when the cluster is whole and how long it was not.
/// </summary>
internal sealed class ClusterWatch : IAsyncDisposable
{
    private const int Partitions = 64;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromMinutes(5);

    private readonly ChaosCluster _cluster;
    private readonly JsonOverHttp _http = new(AnswerWithin);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private readonly Lock _lock = new();
    private readonly List<string> _findings = [];
    private readonly List<Disturbance> _disturbances = [];
    private readonly List<OwnerGap> _gaps = [];
    private readonly List<string> _faultsInGap = [];
    private DateTimeOffset? _disturbedSince;
    private DateTimeOffset _wholeAt;
    private bool _isWhole;
    private int _faultsUnderWay;

    public ClusterWatch(ChaosCluster cluster)
    {
        _cluster = cluster;
        _disturbedSince = _wholeAt = Now;
        _watching = WatchAsync();
    }

    /// <summary>The times in which not everything was as it should be.</summary>
    public IReadOnlyList<Disturbance> Disturbances => Locked(() => _disturbances.ToList());

    /// <summary>The times in which some partition had no owner.</summary>
    public IReadOnlyList<OwnerGap> Gaps => Locked(() => _gaps.ToList());

    /// <summary>Ends of processes that nothing excuses.</summary>
    public IReadOnlyList<string> Findings => Locked(() => _findings.ToList());

    /// <summary>How many nodes ended because the others had declared them dead.</summary>
    public int Expulsions { get; private set; }

    /// <summary>How many starts of nodes met a database that was away.</summary>
    public int FailedStarts { get; private set; }

    /// <summary>Tells that something is being done to the cluster; dispose the result when it is done.</summary>
    public IDisposable Fault(string kind)
    {
        lock (_lock)
        {
            _faultsUnderWay++;
            _faultsInGap.Add(kind);
            _disturbedSince ??= Now;
        }

        return new FaultUnderWay(this);
    }

    /// <summary>Waits until the nodes own all partitions between them, none more than one more than another.</summary>
    /// <returns>Null, or what is wrong still after a long time.</returns>
    public async Task<string?> UntilCalmAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Locked(() => _disturbedSince is not null))
        {
            if (TimeProvider.System.GetElapsedTime(began) > SettleWithin)
            {
                return $"after {SettleWithin} the partitions are still not where they belong: {Distribution}\n{_cluster.Output}";
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }

        return null;
    }

    /// <summary>How many partitions each node said it owns, for people.</summary>
    public string Distribution => string.Join(' ', _cluster.Nodes.Select(node => node.Partitions?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _http.Dispose();
        _stop.Dispose();
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var node in _cluster.Nodes)
            {
                if (await node.LookAsync() is { } end)
                {
                    Note(end);
                }
            }

            var lookedAt = Now;
            await Task.WhenAll(_cluster.Nodes.Select(AskAsync));
            Judge(lookedAt);
            await Task.Delay(BetweenLooks, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AskAsync(Node node)
    {
        // What a frozen node says, or one that has just thawed, is what it believes.
        var answer = node is { State: NodeState.Up, Address: { } address }
            ? await _http.SendAsync(HttpMethod.Get, new Uri(address, "/_healthcheck"), null, null, CancellationToken.None) as Answer.Received
            : null;
        (node.Partitions, node.IsHealthy) = (answer?.Body.GetProperty("partitions").GetInt32(), answer?.Status == 200);
    }

    private void Judge(DateTimeOffset lookedAt)
    {
        var owned = _cluster.Nodes.Select(node => node.Partitions).ToList();
        var isWhole = owned.Sum() == Partitions;
        var isBalanced = isWhole && _cluster.Nodes.All(node => node.IsHealthy) && owned.Max() - owned.Min() <= 1;
        lock (_lock)
        {
            if (isWhole && !_isWhole && _faultsInGap.Count > 0)
            {
                _gaps.Add(new OwnerGap(Now - _wholeAt, [.. _faultsInGap]));
            }

            if (isWhole)
            {
                _wholeAt = lookedAt;
            }
            else
            {
                // Also when nobody has done anything: what is slow to be found out began no later than this.
                _disturbedSince ??= _wholeAt;
            }

            _isWhole = isWhole;
            if (isBalanced && _faultsUnderWay == 0)
            {
                _faultsInGap.Clear();
                if (_disturbedSince is { } since)
                {
                    _disturbances.Add(new Disturbance(since, Now));
                    _disturbedSince = null;
                }
            }
        }
    }

    private void Note(NodeEnd end)
    {
        lock (_lock)
        {
            _disturbedSince ??= Now;
            Expulsions += end.Cause == EndCause.Expelled ? 1 : 0;
            FailedStarts += end.Cause == EndCause.CouldNotStart ? 1 : 0;
            if (end.Cause == EndCause.Unknown)
            {
                _findings.Add(end.Description);
            }
        }
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
        {
            return read();
        }
    }

    private sealed class FaultUnderWay(ClusterWatch watch) : IDisposable
    {
        public void Dispose()
        {
            lock (watch._lock)
            {
                watch._faultsUnderWay--;
            }
        }
    }
}
