using Sluice.Chaos.Nodes;

namespace Sluice.Chaos.Faults;

/// <summary>
/// Faults drawn from a seed, in storms: several in quick succession, so that they meet takeovers under way and nodes that still
/// start; then quiet until all is where it belongs, and some calm, in which timers have no excuse.
/// </summary>
internal sealed class Storms(ChaosCluster cluster, ClusterWatch watch, ChaosOptions options, Action<string> say)
{
    private const int FaultsMin = 3;
    private const int FaultsMax = 14;
    private static readonly TimeSpan ServesWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ExpelledWithin = TimeSpan.FromSeconds(10);

    private readonly Random _random = new(options.Seed);
    private readonly FaultCounts _counts = new();
    private readonly List<string> _findings = [];

    /// <summary>What was done, for people.</summary>
    public string Counts => _counts.ToString();

    /// <summary>How many nodes were killed.</summary>
    public int Kills { get; private set; }

    /// <summary>How many of them served; the others were still starting, or frozen.</summary>
    public int KillsOfServing { get; private set; }

    /// <summary>How many storms there were.</summary>
    public int Count { get; private set; }

    /// <summary>What nodes did in answer to faults that they must not do.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>Storms until enough nodes were killed, or time is up; everything is where it belongs before and after.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Kills < options.Kills && TimeProvider.System.GetElapsedTime(began) < options.AtMost)
        {
            for (var faults = _random.Next(FaultsMin, FaultsMax + 1); faults > 0; faults--)
            {
                await OneAsync(cancellationToken);
                await PauseAsync(100, 2_500, cancellationToken);
                await SomeServeAsync(cancellationToken);
            }

            if (await watch.UntilCalmAsync(cancellationToken) is { } stuck)
            {
                _findings.Add(stuck);
                return;
            }

            Count++;
            say($"{TimeProvider.System.GetElapsedTime(began):mm\\:ss} {Kills} of {options.Kills} kills in {Count} storms: {Counts}; "
                + $"{watch.Expulsions} expelled, {watch.FailedStarts} starts failed; {watch.Distribution} partitions; longest without an owner {watch.Gaps.Select(gap => gap.Length).DefaultIfEmpty().Max().TotalSeconds:F1} s");
            await PauseAsync(500, 3_000, cancellationToken);
        }
    }

    /// <summary>A node that serves, if there is one: to kill those that still start proves less.</summary>
    private Node Victim
    {
        get
        {
            var drawn = cluster.Nodes.OrderBy(_ => _random.Next()).ToList();
            return drawn.Find(node => node.State == NodeState.Up) ?? drawn[0];
        }
    }

    private async Task SomeServeAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (cluster.Nodes.All(node => node.State != NodeState.Up) && TimeProvider.System.GetElapsedTime(began) < ServesWithin)
        {
            await PauseAsync(50, 100, cancellationToken);
        }
    }

    private Task OneAsync(CancellationToken cancellationToken) => _random.Next(100) switch
    {
        < 58 => KillAsync("kill", Victim),
        < 68 => KillAsync("kill of two", [.. cluster.Nodes.OrderBy(_ => _random.Next()).Take(2)]),
        < 72 => KillAsync("kill of all", [.. cluster.Nodes]),
        < 77 => FreezeAsync(cancellationToken),
        < 84 => RestartAsync(),
        < 87 => DatabaseAsync("restart of the database", cluster.Postgres.StopAsync, () => cluster.Postgres.RunAsync(), cancellationToken),
        < 90 => DatabaseAsync("kill of the database", cluster.Postgres.KillAsync, () => cluster.Postgres.RunAsync(), cancellationToken),
        < 93 => DatabaseAsync("silence of the database", Now(cluster.DatabaseLine.Hold), Now(cluster.DatabaseLine.Release), cancellationToken),
        < 97 => DatabaseAsync("cut of the database", Now(cluster.DatabaseLine.Cut), Now(() => { }), cancellationToken),
        _ => SandboxAsync(),
    };

    private async Task KillAsync(string kind, params IReadOnlyList<Node> victims)
    {
        using var fault = Begin(kind);
        Kills += victims.Count;
        KillsOfServing += victims.Count(victim => victim.State == NodeState.Up);
        await Task.WhenAll(victims.Select(victim => victim.KillAsync()));
    }

    // Longer than it takes the others to declare it dead, mostly; sometimes one of them dies meanwhile.
    private async Task FreezeAsync(CancellationToken cancellationToken)
    {
        var victim = Victim;
        if (victim.State != NodeState.Up)
        {
            await KillAsync("kill", victim);
            return;
        }

        using var fault = Begin("freeze");
        await victim.FreezeAsync();
        await PauseAsync(8_000, 12_000, cancellationToken);
        if (_random.Next(3) == 0)
        {
            await KillAsync("kill", cluster.Nodes[(victim.Number + 1) % cluster.Nodes.Count]);
        }

        await PauseAsync(500, 6_000, cancellationToken);
        await victim.ThawAsync();
        var thawed = TimeProvider.System.GetTimestamp();
        while (victim.State == NodeState.Frozen && TimeProvider.System.GetElapsedTime(thawed) < ExpelledWithin)
        {
            await PauseAsync(50, 100, cancellationToken);
        }

        await victim.TrustAsync();
    }

    private async Task RestartAsync()
    {
        var victim = Victim;
        if (victim.State != NodeState.Up)
        {
            await KillAsync("kill", victim);
            return;
        }

        using var fault = Begin("restart in order");
        if (await victim.RestartAsync() is { } finding)
        {
            _findings.Add(finding);
        }
    }

    private async Task DatabaseAsync(string kind, Func<Task> begin, Func<Task> end, CancellationToken cancellationToken)
    {
        using var fault = Begin(kind);
        await begin();
        await PauseAsync(0, 4_000, cancellationToken);
        await end();
    }

    private async Task SandboxAsync()
    {
        using var fault = Begin("kill of the stack");
        await cluster.RestartSandboxAsync();
    }

    private IDisposable Begin(string kind)
    {
        _counts.Add(kind);
        return watch.Fault(kind);
    }

    private Task PauseAsync(int millisecondsMin, int millisecondsMax, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(_random.Next(millisecondsMin, millisecondsMax)), TimeProvider.System, cancellationToken);

    private static Func<Task> Now(Action act) => () =>
    {
        act();
        return Task.CompletedTask;
    };
}
