using System.Globalization;

namespace Sluice.Bench;

/// <summary>
/// Puts many instances to sleep, most of them for long and some until one common instant; then wakes those, kills the server, and
/// starts it again on what it had.
/// </summary>
internal sealed class SleepersRun(BenchOptions options, HttpClient http, Action<string> say)
{
    private const int Clients = 64;
    private const int DueMax = 100_000;
    private const int Tenths = 10;

    // Ten for each of the 64 partitions on average: the ids are as good as random, and with these hardly one stays without any.
    private const int StartsAfterRestart = 640;

    private static readonly TimeSpan Long = TimeSpan.FromDays(30);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BeforeInstant = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan EndedWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UpWithin = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _clock = TimeProvider.System;
    private long _key;
    private int _asleep;

    /// <summary>Runs it.</summary>
    /// <exception cref="InvalidDataException">A sleeper woke early, or not at all.</exception>
    public async Task<SleepersFigures> RunAsync(RunningProcess server, CancellationToken cancellationToken)
    {
        var noop = await CreateAsync(server, Benchmark.Noop, cancellationToken);
        var sleeper = await CreateAsync(server, SleeperStartRequest.Workflow, cancellationToken);

        // The same definition under another id, so that the list of those that are due is short.
        var due = await CreateAsync(server, SleeperStartRequest.Workflow, cancellationToken);
        await new Load(server.Address, _ => Request(server, noop)).RunAsync(Clients, TimeSpan.Zero, options.Warmup, cancellationToken);
        await Task.Delay(Settling, _clock, cancellationToken);
        var (residentBefore, diskBefore) = (server.ResidentMiB, await options.Store.DiskBytesAsync(server));

        var dueCount = Math.Min(DueMax, options.Sleepers / Tenths);
        var began = _clock.GetTimestamp();
        var tenths = new long[Tenths];
        var far = options.Sleepers - dueCount;
        await StartAsync(server, sleeper, _clock.GetUtcNow() + Long, far, tenths, cancellationToken);
        var perSleeper = _clock.GetElapsedTime(began) / far;
        var instant = _clock.GetUtcNow() + (2 * dueCount * perSleeper) + BeforeInstant;
        await StartAsync(server, due, instant, dueCount, tenths, cancellationToken);
        var tenth = options.Sleepers / (double)Tenths;
        var rates = tenths.Select((ended, n) => tenth / _clock.GetElapsedTime(n == 0 ? began : tenths[n - 1], ended).TotalSeconds);
        await Task.Delay(Settling, _clock, cancellationToken);
        var (residentAsleep, diskAsleep) = (server.ResidentMiB, await options.Store.DiskBytesAsync(server));
        say(string.Create(CultureInfo.InvariantCulture, $"sleepers: {options.Sleepers} asleep, {residentAsleep:F0} MiB resident"));

        using var probe = new Probe(server.Address, Request(server, noop));
        await probe.ConnectAsync(cancellationToken);
        if (_clock.GetUtcNow() >= instant)
        {
            throw new InvalidDataException("The common instant came before all were asleep: the last starts were too slow.");
        }

        var probeBefore = await probe.RunAsync(() => _clock.GetUtcNow() < instant, cancellationToken);
        var lists = new InstanceLists(http, server.Address, due);
        var ended = lists.UntilAllHaveEndedAsync(EndedWithin, cancellationToken);
        var probeDuring = await probe.RunAsync(() => !ended.IsCompleted, cancellationToken);
        await ended;
        var lateness = await LatenessAsync(lists, instant, dueCount, cancellationToken);
        say(string.Create(CultureInfo.InvariantCulture, $"sleepers: {dueCount} awake within {lateness.MaxMilliseconds / 1_000:F2} s"));

        await server.KillAsync();
        var restarted = _clock.GetTimestamp();
        await server.StartAsync(http, UpWithin, cancellationToken);
        var healthy = _clock.GetElapsedTime(restarted);
        var (first, all) = await StartOnAllPartitionsAsync(server, noop, restarted, cancellationToken);
        await Task.Delay(Settling, _clock, cancellationToken);

        return new SleepersFigures(
            options.Sleepers,
            [.. rates],
            residentBefore,
            residentAsleep,
            (residentAsleep - residentBefore) * (1 << 20) / options.Sleepers,
            (diskAsleep - diskBefore) / (double)options.Sleepers,
            dueCount,
            lateness.MaxMilliseconds / 1_000,
            lateness,
            probeBefore.Figures(),
            probeDuring.Figures(),
            healthy.TotalSeconds,
            first.TotalSeconds,
            all.TotalSeconds,
            server.ResidentMiB);
    }

    /// <summary>Starts some of the sleepers, each client the next one when its last is durable.</summary>
    private async Task StartAsync(
        RunningProcess server,
        string workflow,
        DateTimeOffset until,
        int count,
        long[] tenths,
        CancellationToken cancellationToken)
    {
        var left = count;
        var tenth = options.Sleepers / Tenths;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var request = new SleeperStartRequest(server.Address, workflow, until);
            using var connection = new Http11Connection();
            await connection.ConnectAsync(server.Address, cancellationToken);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                request.Check(await connection.SendAsync(request.Next(), cancellationToken));
                var number = Interlocked.Increment(ref _asleep);
                if (number % tenth == 0 && number / tenth <= Tenths)
                {
                    tenths[(number / tenth) - 1] = _clock.GetTimestamp();
                }
            }
        }));
    }

    private static async Task<LatencyFigures> LatenessAsync(
        InstanceLists lists, DateTimeOffset instant, int count, CancellationToken cancellationToken)
    {
        var lateness = new LatencyHistogram();
        await foreach (var instance in lists.AllAsync(cancellationToken))
        {
            var late = instance.GetProperty("terminatedAt").GetDateTimeOffset() - instant;
            lateness.Add(late >= TimeSpan.Zero ? late : throw new InvalidDataException($"A sleeper woke {-late} early."));
        }

        return lateness.Count == count
            ? lateness.Figures()
            : throw new InvalidDataException($"{lateness.Count} of {count} sleepers woke.");
    }

    private async Task<(TimeSpan First, TimeSpan All)> StartOnAllPartitionsAsync(
        RunningProcess server, string workflow, long since, CancellationToken cancellationToken)
    {
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, StartsAfterRestart).Select(async _ =>
        {
            var request = Request(server, workflow);
            using var connection = new Http11Connection();
            await connection.ConnectAsync(server.Address, cancellationToken);
            request.Check(await connection.SendAsync(request.Next(), cancellationToken));
            return _clock.GetElapsedTime(since);
        }));
        return (acknowledged.Min(), acknowledged.Max());
    }

    private Task<string> CreateAsync(RunningProcess server, string definition, CancellationToken cancellationToken) =>
        ServerResources.CreateAsync(http, server.Address, "/v2/workflows", definition, cancellationToken);

    private KeyedStartRequest Request(RunningProcess server, string workflow) =>
        new(server.Address, workflow, () => Interlocked.Increment(ref _key));
}
