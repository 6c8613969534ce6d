namespace Sluice.Bench;

/// <summary>
/// Offers a server multiples of what it can do, and measures what it still does, how fast it refuses the rest, and how soon it is
/// calm again. In the end every acknowledged instance must be there, and nothing that was refused.
/// </summary>
internal sealed class OverloadRun(BenchOptions options, SlowParts slow, HttpClient http, Action<string> say)
{
    private const int Clients = 256;
    private const double CalmTimes = 2;
    private const int CalmInARow = 10;
    private const int SamplesPerLevel = 60;

    private static readonly int[] Levels = [1, 2, 5, 10];
    private static readonly TimeSpan PeakFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CalmWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan EndedWithin = TimeSpan.FromMinutes(1);

    private readonly List<OverloadSample> _samples = [];
    private readonly List<double> _levelsBegan = [];
    private long _began;
    private long _key;

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidDataException">What the server lists differs from what it acknowledged.</exception>
    public async Task<OverloadFigures> RunAsync(RunningProcess server, CancellationToken cancellationToken)
    {
        var workflow = await ServerResources.CreateAsync(http, server.Address, "/v2/workflows", slow.Workflow, cancellationToken);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beside = slow.RunAsync(server.Address, workflow, over.Token);
        var closed = new Load(
            server.Address,
            client => slow.PeakIsOfEnds ? new StartRequest(server.Address, workflow, wait: true, client) : Request(server, workflow));
        await closed.RunAsync(Clients, TimeSpan.Zero, options.Warmup, cancellationToken);
        var peakFor = options.Duration < PeakFor ? options.Duration : PeakFor;
        var peak = (await closed.RunAsync(Clients, TimeSpan.Zero, peakFor, cancellationToken)).Count / peakFor.TotalSeconds;

        using var probe = new Probe(server.Address, Request(server, workflow));
        await probe.ConnectAsync(cancellationToken);
        var began = TimeProvider.System.GetTimestamp();
        var light = await probe.RunAsync(() => TimeProvider.System.GetElapsedTime(began) < peakFor, cancellationToken);
        var unloaded = light.PercentileMilliseconds(0.99);
        say(OverloadFigures.Line($"overload: peak {peak:F0} starts per second, p99 of light starts {unloaded:F1} ms"));

        var calm = TimeSpan.FromMilliseconds(CalmTimes * unloaded);
        var (levels, acknowledged, unanswered) = (new List<OverloadLevel>(), closed.Answered, 0L);
        _began = TimeProvider.System.GetTimestamp();
        foreach (var times in Levels)
        {
            using var load = new OpenLoad(server.Address, options.Connections, () => Request(server, workflow));
            levels.Add(await RunLevelAsync(times, peak, calm, load, probe, server, cancellationToken));
            acknowledged += load.Accepted.Count;
            unanswered += load.Unanswered;
            say(levels[^1].Row());
        }

        await over.CancelAsync();
        await beside;
        var lists = new InstanceLists(http, server.Address, workflow);
        var instances = await CheckAsync(lists, acknowledged + probe.Acknowledged, unanswered, cancellationToken);
        return new OverloadFigures(peak, unloaded, options.Connections, instances, levels, _samples, _levelsBegan);
    }

    private async Task<OverloadLevel> RunLevelAsync(
        int times, double peak, TimeSpan calm, OpenLoad load, Probe probe, RunningProcess server, CancellationToken cancellationToken)
    {
        await load.ConnectAsync(cancellationToken);
        await ForgetPeakAsync(server, cancellationToken);
        var clock = TimeProvider.System;
        var before = CpuUse.Read(server.Process, null);
        var began = clock.GetTimestamp();
        _levelsBegan.Add(clock.GetElapsedTime(_began, began).TotalSeconds);
        await Task.WhenAll(load.OfferAsync(times * peak, options.Duration, cancellationToken), SampleAsync(load, server, cancellationToken));
        var seconds = clock.GetElapsedTime(began).TotalSeconds;
        var cpu = CpuUse.Read(server.Process, null) - before;
        var answers = load.Answers;

        var drained = load.DrainAsync(CalmWithin, cancellationToken);
        await probe.ConnectAsync(cancellationToken);
        var calmAfter = await probe.UntilWithinAsync(calm, CalmInARow, CalmWithin, cancellationToken);
        await drained;
        server.Process.Refresh();
        var good = answers.GetValueOrDefault(201) / seconds;
        return new OverloadLevel(
            times,
            times * peak,
            load.Sent / seconds,
            (times * peak) - (load.Sent / seconds),
            good,
            good / peak,
            answers.Where(answer => answer.Key != 201).ToDictionary(answer => answer.Key, answer => answer.Value / seconds),
            load.Unanswered,
            load.Accepted.Figures(),
            load.Refused.Figures(),
            cpu.Server / seconds,
            cpu.Client / seconds,
            cpu.Others / seconds,
            server.Process.PeakWorkingSet64 / (double)(1 << 20),
            calmAfter?.TotalSeconds);
    }

    private async Task SampleAsync(OpenLoad load, RunningProcess server, CancellationToken cancellationToken)
    {
        var (clock, every) = (TimeProvider.System, options.Duration / SamplesPerLevel);
        var (began, last) = (clock.GetTimestamp(), clock.GetTimestamp());
        for (var number = 1; number < SamplesPerLevel; number++)
        {
            var pause = (number * every) - clock.GetElapsedTime(began);
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, clock, cancellationToken);
            var (accepted, refused) = load.TakeRecent();
            var seconds = clock.GetElapsedTime(last).TotalSeconds;
            last = clock.GetTimestamp();
            _samples.Add(new OverloadSample(
                clock.GetElapsedTime(_began, last).TotalSeconds,
                accepted.Count / seconds,
                refused.Count / seconds,
                accepted.PercentileMilliseconds(0.99),
                refused.PercentileMilliseconds(0.99),
                server.ResidentMiB));
        }
    }

    // The system keeps a process's largest resident size since its start; this makes it begin anew.
    private static Task ForgetPeakAsync(RunningProcess server, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync($"/proc/{server.Process.Id}/clear_refs", "5", cancellationToken);

    private static async Task<long> CheckAsync(
        InstanceLists instances, long acknowledged, long unanswered, CancellationToken cancellationToken)
    {
        await instances.UntilAllHaveEndedAsync(EndedWithin, cancellationToken);
        var listed = 0L;
        await foreach (var instance in instances.AllAsync(cancellationToken))
        {
            listed++;
        }

        return listed >= acknowledged && listed <= acknowledged + unanswered
            ? listed
            : throw new InvalidDataException(
                $"The server lists {listed} instances, but acknowledged {acknowledged} and left {unanswered} starts without an answer.");
    }

    private KeyedStartRequest Request(RunningProcess server, string workflow) =>
        new(server.Address, workflow, () => Interlocked.Increment(ref _key));
}
