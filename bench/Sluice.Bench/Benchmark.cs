using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sluice.Bench;

/// <summary>Runs the scenarios, each against fresh processes on fresh data.</summary>
internal static class Benchmark
{
    private const int ColdStarts = 5;
    private const string Ledger = "bench";
    private const string Noop = """{"name":"noop","stages":[{"noop":{}},{"noop":{}},{"noop":{}}]}""";

    private const string Send =
        """
        {"name":"send","stages":[{"send":{
          "source":{"account":{"id":"world","ledger":"bench"}},
          "destination":{"account":{"id":"users:${user}","ledger":"bench"}},
          "amount":{"amount":100,"asset":"USD/2"}}}]}
        """;

    private static readonly TimeSpan AckPace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(30);

    public static async Task<BenchReport> RunAsync(BenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var figures = new List<Figure>();
        var coldStarts = new List<ColdStart>();
        if (options.Includes("cold"))
        {
            for (var run = 0; run < ColdStarts; run++)
            {
                coldStarts.Add(await ColdStartAsync(http, cancellationToken));
            }
        }

        if (options.Includes("ack"))
        {
            await using var server = await ServerAsync(http, null, cancellationToken);
            figures.Add(await MeasureAsync("ack", 1, Noop, server, null, AckPace, options, http, say, cancellationToken));
        }

        if (options.Includes("noop"))
        {
            await using var server = await ServerAsync(http, null, cancellationToken);
            foreach (var clients in options.Clients)
            {
                figures.Add(await MeasureAsync("noop", clients, Noop, server, null, TimeSpan.Zero, options, http, say, cancellationToken));
            }
        }

        if (options.Includes("send"))
        {
            await using var sandbox = await RunningProcess.StartAsync("sandbox", http, "/api/ledger/v2/_info", [], UpWithin, cancellationToken);
            (await http.PostAsJsonAsync(new Uri(sandbox.Address, $"/api/ledger/v2/{Ledger}"), new { }, cancellationToken)).EnsureSuccessStatusCode();
            await using var server = await ServerAsync(http, sandbox.Address, cancellationToken);
            foreach (var clients in options.Clients)
            {
                figures.Add(await MeasureAsync("send", clients, Send, server, sandbox, TimeSpan.Zero, options, http, say, cancellationToken));
            }
        }

        return new BenchReport(Machine.Describe(), figures, coldStarts);
    }

    private static Task<RunningProcess> ServerAsync(HttpClient http, Uri? stack, CancellationToken cancellationToken) =>
        RunningProcess.StartAsync(
            "serve", http, "/_healthcheck", stack is null ? [] : ["--stack-url", stack.AbsoluteUri.TrimEnd('/')], UpWithin, cancellationToken);

    private static async Task<ColdStart> ColdStartAsync(HttpClient http, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var server = await ServerAsync(http, null, cancellationToken);
        return new ColdStart(
            TimeProvider.System.GetElapsedTime(began).TotalMilliseconds,
            server.Process.WorkingSet64 / (double)(1 << 20));
    }

    private static async Task<Figure> MeasureAsync(
        string scenario,
        int clients,
        string definition,
        RunningProcess server,
        RunningProcess? sandbox,
        TimeSpan pace,
        BenchOptions options,
        HttpClient http,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        var created = await http.PostAsync(
            new Uri(server.Address, "/v2/workflows"), new StringContent(definition, null, "application/json"), cancellationToken);
        var workflow = await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        var id = workflow.GetProperty("data").GetProperty("id").GetString()!;
        var load = new Load(server.Address, id, wait: pace == TimeSpan.Zero, pace);
        await load.RunAsync(clients, options.Warmup, cancellationToken);

        var before = CpuUse.Read(server.Process, sandbox?.Process);
        var latencies = await load.RunAsync(clients, options.Duration, cancellationToken);
        var cpu = CpuUse.Read(server.Process, sandbox?.Process) - before;
        var figure = Figure.Of(scenario, clients, latencies, options.Duration, cpu, server.Process.PeakWorkingSet64);
        say(string.Create(CultureInfo.InvariantCulture, $"{scenario}, {clients} clients: {figure.PerSecond:F0} instances per second"));
        return figure;
    }
}
