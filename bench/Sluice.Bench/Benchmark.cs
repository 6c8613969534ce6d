using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>Runs the scenarios, each against fresh processes on fresh data.</summary>
internal static class Benchmark
{
    private const int ColdStarts = 5;
    private const string Ledger = "bench";

    /// <summary>Three stages that do nothing.</summary>
    public const string Noop = """{"name":"noop","stages":[{"noop":{}},{"noop":{}},{"noop":{}}]}""";

    /// <summary>One posting, always to the same account.</summary>
    public const string Pay =
        """
        {"name":"pay","stages":[{"send":{
          "source":{"account":{"id":"world","ledger":"bench"}},
          "destination":{"account":{"id":"shop","ledger":"bench"}},
          "amount":{"amount":100,"asset":"USD/2"}}}]}
        """;

    private const string Send =
        """
        {"name":"send","stages":[{"send":{
          "source":{"account":{"id":"world","ledger":"bench"}},
          "destination":{"account":{"id":"users:${user}","ledger":"bench"}},
          "amount":{"amount":100,"asset":"USD/2"}}}]}
        """;

    // How many triggers look at an event that one of them wants, and how it is told from the others.
    private static readonly (string Scenario, int Triggers, string Condition)[] Crowds =
    [
        ("events", 100, "event.n == '{n}'"), ("crowd", 10_000, "event.n == '{n}'"), ("scan", 10_000, "event.n endsWith '{n}'"),
    ];

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
                coldStarts.Add(await ColdStartAsync(options.Store, http, cancellationToken));
            }
        }

        var measuring = new Measuring(options, http, say);
        if (options.Includes("ack"))
        {
            await using var server = await ServerAsync(options.Store, http, null, cancellationToken);
            figures.AddRange(await measuring.RunAsync("ack", Noop, [1], AckPace, server, null, cancellationToken));
        }

        if (options.Includes("noop"))
        {
            await using var server = await ServerAsync(options.Store, http, null, cancellationToken);
            figures.AddRange(await measuring.RunAsync("noop", Noop, options.Clients, TimeSpan.Zero, server, null, cancellationToken));
        }

        foreach (var (scenario, triggers, condition) in Crowds.Where(crowd => options.Includes(crowd.Scenario)))
        {
            await using var server = await ServerAsync(options.Store, http, null, cancellationToken);
            figures.AddRange(await measuring.RunEventsAsync(scenario, Noop, triggers, condition, server, cancellationToken));
        }

        if (options.Includes("publish"))
        {
            say(await new PublishRun(options, http).RunAsync(PublishRun.Nobody, [], cancellationToken));
            await using var receiver = await EventReceiver.StartAsync();
            say(await new PublishRun(options, http).RunAsync(
                "HTTP", ["--publisher-http-enabled", "--publisher-topic-mapping", $"*:{receiver.Address}"], cancellationToken));
            await using var nats = await NatsServer.StartAsync();
            say(await new PublishRun(options, http).RunAsync(
                "NATS JetStream", ["--publisher-nats-enabled", "--publisher-nats-url", nats.Url], cancellationToken));
            using var kafka = KafkaCluster.Start();
            say(await new PublishRun(options, http).RunAsync(
                "Kafka's mock", ["--publisher-kafka-enabled", "--publisher-kafka-broker", kafka.Brokers], cancellationToken));
        }

        if (options.Includes("bus"))
        {
            await using var server = await ServerAsync(options.Store, http, null, cancellationToken);
            say(await new BusRun(server, http).RunAsync(options.Duration, cancellationToken));
        }

        if (options.Includes("nats"))
        {
            say(await new ConsumeRun(http, options.Messages).RunAsync(cancellationToken));
        }

        if (options.Includes("send"))
        {
            await using var sandbox = await SandboxAsync(http, cancellationToken);
            await using var server = await ServerAsync(options.Store, http, sandbox.Address, cancellationToken);
            figures.AddRange(await measuring.RunAsync("send", Send, options.Clients, TimeSpan.Zero, server, sandbox, cancellationToken));
            var stats = await http.GetFromJsonAsync<JsonElement>(new Uri(sandbox.Address, $"/api/ledger/v2/{Ledger}/stats"), cancellationToken);
            var transactions = stats.GetProperty("data").GetProperty("transactions").GetInt64();
            if (transactions != measuring.Answered)
            {
                throw new InvalidDataException($"The ledger has {transactions} transactions of {measuring.Answered} instances answered as done.");
            }
        }

        // Minutes long and on PostgreSQL whatever the store, so not among all.
        if (options.Scenario == "nodes")
        {
            await using var sandbox = await SandboxAsync(http, cancellationToken);
            var nodes = new NodesRun(options, http, say);
            await nodes.RunAsync("noop", Noop, sandbox, cancellationToken);
            await nodes.RunAsync("send", Send, sandbox, cancellationToken);
        }

        if (options.Scenario == "writes")
        {
            foreach (var line in await new WritesRun(options.Duration).RunAsync(cancellationToken))
            {
                say(line);
            }
        }

        // Each takes its own minutes, which are the point of it, so they are not among all either.
        OverloadFigures? overload = null;
        if (options.Scenario == "overload")
        {
            await using var sandbox = options.Slow == SlowParts.Stack ? await SandboxAsync(http, cancellationToken) : null;
            await using var slow = await SlowParts.StartAsync(options, sandbox?.Address);
            await using var server = await ServerAsync(options.Store, http, slow.StackAddress, cancellationToken, slow.Starter);
            overload = await new OverloadRun(options, slow, http, say).RunAsync(server, cancellationToken);
        }

        SleepersFigures? sleepers = null;
        if (options.Scenario == "sleepers")
        {
            await using var server = await ServerAsync(options.Store, http, null, cancellationToken);
            sleepers = await new SleepersRun(options, http, say).RunAsync(server, cancellationToken);
        }

        EnduranceFigures? endurance = null;
        if (options.Scenario == "endurance")
        {
            await using var sandbox = await SandboxAsync(http, cancellationToken, port: Ports.Free());
            await using var server = await ServerAsync(options.Store, http, sandbox.Address, cancellationToken);
            endurance = await new EnduranceRun(options, http, say).RunAsync(server, sandbox, cancellationToken);
        }

        return new BenchReport(Machine.Describe(), figures, coldStarts, overload, sleepers, endurance);
    }

    /// <summary>A sandbox in a process of its own, with the ledger that the workflows name.</summary>
    private static async Task<RunningProcess> SandboxAsync(HttpClient http, CancellationToken cancellationToken, int port = 0)
    {
        var sandbox = await RunningProcess.StartAsync("sandbox", http, "/api/ledger/v2/_info", [], UpWithin, cancellationToken, port);
        (await http.PostAsJsonAsync(new Uri(sandbox.Address, $"/api/ledger/v2/{Ledger}"), new { }, cancellationToken)).EnsureSuccessStatusCode();
        return sandbox;
    }

    private static async Task<RunningProcess> ServerAsync(
        BenchStore store, HttpClient http, Uri? stack, CancellationToken cancellationToken, IReadOnlyList<string>? starter = null)
    {
        string[] flags = [.. await store.FlagsAsync(), .. stack is null ? [] : new[] { "--stack-url", stack.AbsoluteUri.TrimEnd('/') }];
        return await RunningProcess.StartAsync("serve", http, "/_healthcheck", flags, UpWithin, cancellationToken, starter: starter);
    }

    private static async Task<ColdStart> ColdStartAsync(BenchStore store, HttpClient http, CancellationToken cancellationToken)
    {
        var flags = await store.FlagsAsync();
        var began = TimeProvider.System.GetTimestamp();
        await using var server = await RunningProcess.StartAsync("serve", http, "/_healthcheck", flags, UpWithin, cancellationToken);
        return new ColdStart(
            TimeProvider.System.GetElapsedTime(began).TotalMilliseconds,
            server.Process.WorkingSet64 / (double)(1 << 20));
    }
}
