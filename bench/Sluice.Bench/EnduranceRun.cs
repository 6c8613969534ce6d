using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Bench;

/// <summary>
/// A steady mixed load for a long time, while the stack dies and stalls, the server is stopped in its tracks for moments, and clients
/// come that say half of what they want. What the server holds and how fast it answers is written down at even times: what grows
/// is a leak. In the end everything must have ended, and there must be as many instances as were acknowledged.
/// </summary>
internal sealed class EnduranceRun(BenchOptions options, HttpClient http, Action<string> say)
{
    private const int Samples = 360;
    private const int Triggers = 100;
    private const int ClientsPerKind = 4;
    private const int HalfSaid = 100;

    private const string Sleep = """{"name":"sleep","stages":[{"delay":{"duration":"2s"}},{"noop":{}}]}""";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan FaultEvery = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan HalfSaidFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndedWithin = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly List<EnduranceSample> _samples = [];
    private readonly List<EnduranceFault> _faults = [];
    private readonly Random _random = new(Seed: 1);
    private LatencyHistogram _latencies = new();
    private long _key;
    private long _acknowledged;
    private long _refused;

    /// <summary>Runs it.</summary>
    /// <param name="server">The server under load.</param>
    /// <param name="stack">The sandbox it moves money in, on a port that it keeps when it is started again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidDataException">Instances are missing, too many, or without an end.</exception>
    public async Task<EnduranceFigures> RunAsync(RunningProcess server, RunningProcess stack, CancellationToken cancellationToken)
    {
        var workflows = new List<string>();
        foreach (var definition in new[] { Benchmark.Noop, Benchmark.Pay, Sleep })
        {
            workflows.Add(await ServerResources.CreateAsync(http, server.Address, "/v2/workflows", definition, cancellationToken));
        }

        for (var n = 0; n < Triggers; n++)
        {
            var trigger = $$"""{"event":"{{EventRequest.Type}}","workflowID":"{{workflows[0]}}","filter":"event.n == '{{EventRequest.NumberOf(n)}}'"}""";
            await ServerResources.CreateAsync(http, server.Address, "/v2/triggers", trigger, cancellationToken);
        }

        var requests = Enumerable.Range(0, ClientsPerKind).SelectMany(client => (ILoadRequest[])
        [
            .. workflows.Select(workflow => new KeyedStartRequest(server.Address, workflow, () => Interlocked.Increment(ref _key))),
            new EventRequest(server.Address, Triggers, $"endurance-{client}"),
        ]);
        var began = _clock.GetTimestamp();
        using var over = new CancellationTokenSource(options.Duration, _clock);
        var load = Task.WhenAll(requests.Select(request => LoadAsync(server.Address, request, over.Token, cancellationToken)));
        var faults = DisturbAsync(server, stack, began, over.Token, cancellationToken);
        await SampleAsync(server, began, over.Token);
        await faults;
        await load;

        var instances = 0L;
        foreach (var workflow in workflows)
        {
            var lists = new InstanceLists(http, server.Address, workflow);
            await lists.UntilAllHaveEndedAsync(EndedWithin, cancellationToken);
            await foreach (var instance in lists.AllAsync(cancellationToken))
            {
                instances++;
            }
        }

        return instances == _acknowledged
            ? new EnduranceFigures(instances, _refused, _samples, _faults)
            : throw new InvalidDataException($"The server lists {instances} instances, but acknowledged {_acknowledged}.");
    }

    private async Task LoadAsync(Uri server, ILoadRequest request, CancellationToken over, CancellationToken cancellationToken)
    {
        using var connection = new Http11Connection();
        await connection.ConnectAsync(server, cancellationToken);
        while (!over.IsCancellationRequested)
        {
            var began = _clock.GetTimestamp();
            var answer = await connection.SendAsync(request.Next(), cancellationToken);
            var took = _clock.GetElapsedTime(began);
            if (answer.Status is 429 or 503)
            {
                Interlocked.Increment(ref _refused);
            }
            else
            {
                request.Check(answer);
                Interlocked.Increment(ref _acknowledged);
                Volatile.Read(ref _latencies).Add(took);
            }

            await PauseAsync(Pace - took, over);
        }
    }

    private async Task SampleAsync(RunningProcess server, long began, CancellationToken over)
    {
        var every = options.Duration / Samples;
        var disk = await options.Store.DiskBytesAsync(server);
        for (var number = 1; number <= Samples && !over.IsCancellationRequested; number++)
        {
            await PauseAsync((number * every) - _clock.GetElapsedTime(began), over);
            var latencies = Interlocked.Exchange(ref _latencies, new LatencyHistogram()).Figures();
            var acknowledged = Interlocked.Read(ref _acknowledged);
            _samples.Add(new EnduranceSample(
                _clock.GetElapsedTime(began).TotalSeconds,
                acknowledged,
                server.ResidentMiB,
                Directory.GetFileSystemEntries($"/proc/{server.Process.Id}/fd").Length,
                (await options.Store.DiskBytesAsync(server) - disk) / (double)Math.Max(1, acknowledged),
                latencies.P50Milliseconds,
                latencies.P99Milliseconds));
            if (number % (Samples / 12) == 0)
            {
                say(_samples[^1].Describe());
            }
        }
    }

    private async Task DisturbAsync(
        RunningProcess server, RunningProcess stack, long began, CancellationToken over, CancellationToken cancellationToken)
    {
        while (true)
        {
            await PauseAsync(FaultEvery * (0.5 + _random.NextDouble()), over);
            if (over.IsCancellationRequested)
            {
                return;
            }

            var at = _clock.GetElapsedTime(began).TotalSeconds;
            switch (_random.Next(4))
            {
                case 0:
                    _faults.Add(new EnduranceFault(at, "kill of the stack"));
                    await stack.KillAsync();
                    await stack.StartAsync(http, UpWithin, cancellationToken);
                    break;
                case 1:
                    _faults.Add(new EnduranceFault(at, "freeze of the stack"));
                    await FreezeAsync(stack, TimeSpan.FromSeconds(1 + (4 * _random.NextDouble())), cancellationToken);
                    break;
                case 2:
                    _faults.Add(new EnduranceFault(at, "freeze of the server"));
                    await FreezeAsync(server, TimeSpan.FromSeconds(0.5 + _random.NextDouble()), cancellationToken);
                    break;
                default:
                    _faults.Add(new EnduranceFault(at, "clients that say half"));
                    await Task.WhenAll(Enumerable.Range(0, HalfSaid).Select(n => SayHalfAsync(server.Address, withHead: n % 2 == 0, cancellationToken)));
                    break;
            }
        }
    }

    private async Task FreezeAsync(RunningProcess process, TimeSpan span, CancellationToken cancellationToken)
    {
        await process.FreezeAsync();
        await Task.Delay(span, _clock, cancellationToken);
        await process.ThawAsync();
    }

    private async Task SayHalfAsync(Uri server, bool withHead, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        var half = withHead
            ? string.Create(CultureInfo.InvariantCulture, $"POST /v2/workflows HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: 1000\r\n\r\n{{")
            : "POST /v2/work";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(half), cancellationToken);
        await Task.Delay(HalfSaidFor, _clock, cancellationToken);
    }

    private async Task PauseAsync(TimeSpan pause, CancellationToken over)
    {
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, _clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
