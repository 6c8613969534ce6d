using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>
/// One, two and three nodes on one PostgreSQL, with as many clients at each: what they do together, and what an instance costs in CPU,
/// rows and bytes of the database's log.
/// </summary>
internal sealed class NodesRun(BenchOptions options, HttpClient http, Action<string> say)
{
    private const int NodesMax = 3;
    private const int Partitions = 64;
    private static readonly TimeSpan UpWithin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a workflow on each number of nodes, each time in a database of its own.</summary>
    /// <param name="scenario">What to call the figures.</param>
    /// <param name="definition">The workflow's definition as JSON.</param>
    /// <param name="stack">What the nodes move money in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(string scenario, string definition, RunningProcess stack, CancellationToken cancellationToken)
    {
        await using var postgres = await PostgresServer.StartAsync();
        for (var count = 1; count <= NodesMax; count++)
        {
            var database = await postgres.CreateDatabaseAsync();
            var nodes = new List<RunningProcess>();
            try
            {
                while (nodes.Count < count)
                {
                    nodes.Add(await RunningProcess.StartAsync(
                        "serve",
                        http,
                        "/_healthcheck",
                        ["--postgres-uri", database, "--stack-url", stack.Address.AbsoluteUri.TrimEnd('/')],
                        UpWithin,
                        cancellationToken));
                }

                await UntilBalancedAsync(nodes, cancellationToken);
                await MeasureAsync(scenario, definition, nodes, stack, postgres, database, cancellationToken);
            }
            finally
            {
                await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
            }
        }
    }

    private async Task MeasureAsync(
        string scenario,
        string definition,
        List<RunningProcess> nodes,
        RunningProcess stack,
        PostgresServer postgres,
        string database,
        CancellationToken cancellationToken)
    {
        using var content = new StringContent(definition, null, "application/json");
        using var created = await http.PostAsync(new Uri(nodes[0].Address, "/v2/workflows"), content, cancellationToken);
        var answer = await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var workflow = answer.GetProperty("data").GetProperty("id").GetString()!;
        var loads = nodes.Select(node => new Load(node.Address, client => new StartRequest(node.Address, workflow, wait: true, client))).ToList();
        foreach (var clients in options.Clients)
        {
            await LoadAsync(loads, clients, options.Warmup, cancellationToken);

            var (walBefore, rowsBefore, cpuBefore, othersBefore) = (
                await WalAsync(postgres), await RowsAsync(postgres, database), NodesCpu(nodes), CpuUse.Read(stack.Process, null));
            var latencies = await LoadAsync(loads, clients, options.Duration, cancellationToken);
            var (cpu, all) = (NodesCpu(nodes) - cpuBefore, CpuUse.Read(stack.Process, null) - othersBefore);
            var (wal, rows) = (await WalAsync(postgres) - walBefore, await RowsAsync(postgres, database) - rowsBefore);
            var use = new CpuUse(all.Client, cpu, all.Server, all.Machine);
            var figure = Figure.Of(scenario, clients, latencies, options.Duration, use, nodes.Max(node => node.Process.PeakWorkingSet64));
            say(string.Create(
                CultureInfo.InvariantCulture,
                $"{scenario}, {nodes.Count} nodes, {clients} clients: {figure.PerSecond:F0} instances per second, p50 {figure.P50Milliseconds:F2} ms, p99 {figure.P99Milliseconds:F2} ms; CPU s per 1,000: nodes {figure.ServerCpu:F3}, stack {figure.SandboxCpu:F3}, PostgreSQL and the system {figure.OtherCores * 1_000 / figure.PerSecond:F3}, load {figure.ClientCpu:F3}; per instance {(double)wal / latencies.Count:F0} bytes of log, {(double)rows / latencies.Count:F1} rows written"));
        }
    }

    private static async Task<IReadOnlyList<double>> LoadAsync(
        List<Load> loads, int clients, TimeSpan duration, CancellationToken cancellationToken)
    {
        var samples = await Task.WhenAll(loads.Select(
            (load, number) => load.RunAsync((clients + number) / loads.Count, TimeSpan.Zero, duration, cancellationToken)));
        return [.. samples.SelectMany(sample => sample)];
    }

    private static double NodesCpu(List<RunningProcess> nodes) => nodes.Sum(node =>
    {
        node.Process.Refresh();
        return node.Process.TotalProcessorTime.TotalSeconds;
    });

    private static async Task<long> WalAsync(PostgresServer postgres) =>
        long.Parse(await postgres.ReadAsync("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"), CultureInfo.InvariantCulture);

    private static async Task<long> RowsAsync(PostgresServer postgres, string database) => long.Parse(
        await postgres.ReadAsync("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint FROM pg_stat_user_tables", database), CultureInfo.InvariantCulture);

    private async Task UntilBalancedAsync(List<RunningProcess> nodes, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        int[] owned;
        do
        {
            if (Stopwatch.GetElapsedTime(began) > UpWithin)
            {
                throw new InvalidOperationException("The nodes do not share the partitions evenly.");
            }

            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
            owned = await Task.WhenAll(nodes.Select(node => OwnedAsync(node, cancellationToken)));
        }
        while (owned.Sum() != Partitions || owned.Max() - owned.Min() > 1);
    }

    private async Task<int> OwnedAsync(RunningProcess node, CancellationToken cancellationToken)
    {
        var health = await http.GetFromJsonAsync<JsonElement>(new Uri(node.Address, "/_healthcheck"), cancellationToken);
        return health.GetProperty("partitions").GetInt32();
    }
}
