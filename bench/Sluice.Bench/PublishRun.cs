using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sluice.Bench;

/// <summary>
/// Runs instances on a server that publishes what they do, and measures how fast the bus gets it: from the first start until the
/// server's own metrics say that everything is acknowledged.
/// </summary>
internal sealed class PublishRun(BenchOptions options, HttpClient http)
{
    /// <summary>Stands for a server that publishes nothing, to compare with.</summary>
    public const string Nobody = "nobody";

    private const int Clients = 64;

    /// <summary>The start and end of the instance and of each of its three stages.</summary>
    private const int MessagesPerInstance = 8;

    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it.</summary>
    /// <param name="bus">What to call the bus.</param>
    /// <param name="arguments">What makes the server publish to it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The figures, as a line.</returns>
    public async Task<string> RunAsync(string bus, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        await using var server = await RunningProcess.StartAsync(
            "serve", http, "/_healthcheck", ["--metrics", .. arguments], UpWithin, cancellationToken);
        var workflow = await CreateWorkflowAsync(server, cancellationToken);
        var load = new Load(server.Address, client => new StartRequest(server.Address, workflow, wait: true, client));
        await load.RunAsync(Clients, TimeSpan.Zero, options.Warmup, cancellationToken);
        var warmed = load.Answered;
        await UntilPublishedAsync(server, bus, warmed * MessagesPerInstance, cancellationToken);

        var began = TimeProvider.System.GetTimestamp();
        await load.RunAsync(Clients, TimeSpan.Zero, options.Duration, cancellationToken);
        var loaded = TimeProvider.System.GetElapsedTime(began);
        await UntilPublishedAsync(server, bus, load.Answered * MessagesPerInstance, cancellationToken);
        var told = TimeProvider.System.GetElapsedTime(began);
        var instances = load.Answered - warmed;
        var messages = bus == Nobody ? "" : string.Create(
            CultureInfo.InvariantCulture, $", {instances * MessagesPerInstance / told.TotalSeconds:F0} messages per second until the last");
        return string.Create(
            CultureInfo.InvariantCulture, $"publish to {bus}, {Clients} clients: {instances / loaded.TotalSeconds:F0} instances per second{messages}");
    }

    private async Task<string> CreateWorkflowAsync(RunningProcess server, CancellationToken cancellationToken)
    {
        using var content = new StringContent(Benchmark.Noop, null, "application/json");
        using var answer = await http.PostAsync(new Uri(server.Address, "/v2/workflows"), content, cancellationToken);
        var created = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return created.GetProperty("data").GetProperty("id").GetString()!;
    }

    private async Task UntilPublishedAsync(RunningProcess server, string bus, long messages, CancellationToken cancellationToken)
    {
        while (bus != Nobody && await PublishedAsync(server, cancellationToken) < messages)
        {
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<double> PublishedAsync(RunningProcess server, CancellationToken cancellationToken)
    {
        var metrics = await http.GetStringAsync(new Uri(server.Address, "/metrics"), cancellationToken);
        var sample = metrics.Split('\n').FirstOrDefault(line => line.StartsWith("sluice_publish_messages_total", StringComparison.Ordinal));
        return sample is null ? 0 : double.Parse(sample.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
