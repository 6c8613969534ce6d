using System.Globalization;

namespace Sluice.Bench;

/// <summary>Puts a load on a running server and takes the figures.</summary>
/// <param name="options">For how long.</param>
/// <param name="http">For what comes before the load.</param>
/// <param name="say">Takes a line for each figure as it comes.</param>
internal sealed class Measuring(BenchOptions options, HttpClient http, Action<string> say)
{
    /// <summary>How many starts of the last run were answered with success, warm-up included.</summary>
    public long Answered { get; private set; }

    /// <summary>Creates the workflow and measures it with each number of clients.</summary>
    /// <param name="scenario">What to call the figures.</param>
    /// <param name="definition">The workflow's definition as JSON.</param>
    /// <param name="clients">The numbers of clients.</param>
    /// <param name="pace">
    /// The time from one start of a client to its next; zero for a closed loop, which then waits for each instance's end.
    /// </param>
    /// <param name="server">Where it runs.</param>
    /// <param name="sandbox">What it calls in another process; null for nothing.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Figure>> RunAsync(
        string scenario,
        string definition,
        IReadOnlyList<int> clients,
        TimeSpan pace,
        RunningProcess server,
        RunningProcess? sandbox,
        CancellationToken cancellationToken)
    {
        var id = await ServerResources.CreateAsync(http, server.Address, "/v2/workflows", definition, cancellationToken);
        var load = new Load(server.Address, client => new StartRequest(server.Address, id, wait: pace == TimeSpan.Zero, client));
        return await RunAsync(scenario, load, clients, pace, server, sandbox, cancellationToken);
    }

    /// <summary>Creates the workflow and triggers of it, and measures events that one of the triggers wants.</summary>
    /// <param name="scenario">What to call the figures.</param>
    /// <param name="definition">The workflow's definition as JSON.</param>
    /// <param name="triggers">How many triggers there are.</param>
    /// <param name="condition">The first condition of a trigger's filter, with <c>{n}</c> for its number.</param>
    /// <param name="server">Where it runs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<Figure>> RunEventsAsync(
        string scenario, string definition, int triggers, string condition, RunningProcess server, CancellationToken cancellationToken)
    {
        var id = await ServerResources.CreateAsync(http, server.Address, "/v2/workflows", definition, cancellationToken);
        await Parallel.ForAsync(0, triggers, cancellationToken, async (n, cancellation) =>
        {
            var filter = condition.Replace("{n}", EventRequest.NumberOf(n), StringComparison.Ordinal);
            var trigger = $$"""{"event":"{{EventRequest.Type}}","workflowID":"{{id}}","filter":"{{filter}} && event.amount > 100","vars":{"user":"event.id"} }""";
            await ServerResources.CreateAsync(http, server.Address, "/v2/triggers", trigger, cancellation);
        });

        var run = 0;
        var load = new Load(server.Address, client => new EventRequest(server.Address, triggers, $"{Interlocked.Increment(ref run)}-{client}"));
        return await RunAsync(scenario, load, options.Clients, TimeSpan.Zero, server, null, cancellationToken);
    }

    private async Task<IReadOnlyList<Figure>> RunAsync(
        string scenario,
        Load load,
        IReadOnlyList<int> clients,
        TimeSpan pace,
        RunningProcess server,
        RunningProcess? sandbox,
        CancellationToken cancellationToken)
    {
        var figures = new List<Figure>();
        foreach (var count in clients)
        {
            // Always a closed loop: it is the compiled code's first seconds that should not be measured.
            await load.RunAsync(count, TimeSpan.Zero, options.Warmup, cancellationToken);

            var before = CpuUse.Read(server.Process, sandbox?.Process);
            var latencies = await load.RunAsync(count, pace, options.Duration, cancellationToken);
            var cpu = CpuUse.Read(server.Process, sandbox?.Process) - before;
            var figure = Figure.Of(scenario, count, latencies, options.Duration, cpu, server.Process.PeakWorkingSet64);
            say(string.Create(CultureInfo.InvariantCulture, $"{scenario}, {count} clients: {figure.PerSecond:F0} instances per second"));
            figures.Add(figure);
        }

        Answered = load.Answered;
        return figures;
    }
}
