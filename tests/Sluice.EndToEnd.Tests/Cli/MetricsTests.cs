using System.Globalization;
using System.Net;
using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>What a running server tells of itself, to whoever asks and to a collector.</summary>
public sealed class MetricsTests
{
    private const string Flow =
        """
        {"stages":[{"noop":{}},{"delay":{"duration":"1ms"}},{"send":{
          "source":{"account":{"id":"world","ledger":"default"}},"destination":{"account":{"id":"users:1","ledger":"default"}},
          "amount":{"amount":1,"asset":"USD/2"}}}]}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Instances_the_journal_the_stack_triggers_and_the_bus_are_measured()
    {
        using var directory = new TempDirectory();
        await using var bus = await StubServer.AnswerAsync(503, "");
        await using var server = await ServeTests.StartAsync(
            directory.Path, "serve", "--metrics", "--publisher-http-enabled", "--publisher-topic-mapping", $"*:{bus.Http.BaseAddress}");
        using var http = new HttpClient { BaseAddress = server.Url };
        var workflow = await CreateAsync(http, "/v2/workflows", Flow);
        await CreateAsync(http, "/v2/triggers", $$"""{"event":"PAID","workflowID":"{{workflow}}"}""");
        await CreateAsync(http, "/v2/triggers", $$"""{"event":"PAID","workflowID":"{{workflow}}","vars":{"a":"event.order.id"} }""");

        await CreateAsync(http, $"/v2/workflows/{workflow}/instances?wait=true", "{}");
        await PostAsync(http, "/v2/events", """{"app":"shop","version":"v1","type":"PAID","payload":{},"idempotency_key":"1"}""", HttpStatusCode.NoContent);
        var metrics = await SeeAsync(
            http, seen => seen.GetValueOrDefault("sluice_instance_ended_total{status=\"succeeded\"}") == 2
                && seen.GetValueOrDefault("sluice_publish_lag") > 0 && seen.GetValueOrDefault("sluice_publish_failures_total") > 0);

        Assert.Equal(1, metrics["sluice_instance_started_total{origin=\"api\"}"]);
        Assert.Equal(1, metrics["sluice_instance_started_total{origin=\"trigger\"}"]);
        Assert.Equal(2, metrics["sluice_instance_turns_total{kind=\"start\"}"]);
        Assert.Equal(2, metrics["sluice_instance_turns_total{kind=\"activity\"}"]);
        Assert.Equal(2, metrics["sluice_instance_wake_lateness_seconds_count"]);
        Assert.Equal(0, metrics["sluice_instance_active"]);
        Assert.Equal(0, metrics["sluice_start_waiting"]);
        Assert.Equal(2, metrics["sluice_activity_duration_seconds_count{outcome=\"succeeded\",service=\"ledger\"}"]);
        Assert.Equal(0, metrics["sluice_activity_waiting"]);
        Assert.Equal(0, metrics["sluice_activity_out"]);
        Assert.Equal(1, metrics["sluice_trigger_firings_total{outcome=\"started\"}"]);
        Assert.Equal(1, metrics["sluice_trigger_firings_total{outcome=\"failed\"}"]);
        Assert.Equal(1, metrics["sluice_event_duration_seconds_count{outcome=\"matched\"}"]);
        Assert.True(metrics["sluice_journal_commit_writes_sum"] >= 6);
        Assert.Equal(metrics["sluice_journal_commit_duration_seconds_count{outcome=\"committed\"}"], metrics["sluice_journal_commit_writes_count"]);
        Assert.True(metrics["sluice_publish_lag_age_seconds"] > 0);
    }

    [Fact]
    public async Task Deliveries_of_a_broker_are_counted_by_what_came_of_them()
    {
        using var directory = new TempDirectory();
        await using var nats = await NatsServer.StartAsync();
        await using var connection = new NatsConnection(new NatsOpts { Url = nats.Url });
        var jetStream = new NatsJSContext(connection);
        await jetStream.CreateStreamAsync(new StreamConfig("in", ["shop"]), Cancellation);
        await using var server = await ServeTests.StartAsync(
            directory.Path, "serve", "--metrics", "--topics", "shop", "--publisher-nats-enabled", "--publisher-nats-url", nats.Url);
        using var http = new HttpClient { BaseAddress = server.Url };

        foreach (var body in (string[])["""{"app":"shop","version":"v1","type":"PAID","payload":{}}""", "no event", "[]"])
        {
            (await jetStream.PublishAsync("shop", body, cancellationToken: Cancellation)).EnsureSuccess();
        }

        var metrics = await SeeAsync(http, seen => seen.GetValueOrDefault("sluice_consume_deliveries_total{outcome=\"parked\"}") == 2
            && seen.ContainsKey("sluice_consume_deliveries_total{outcome=\"handled\"}"));
        Assert.Equal(1, metrics["sluice_consume_deliveries_total{outcome=\"handled\"}"]);
        Assert.Equal(0, metrics["sluice_consume_dropped_total"]);
    }

    [Fact]
    public async Task Metrics_are_for_those_who_asked_for_them()
    {
        using var directory = new TempDirectory();
        await using var server = await ServeTests.StartAsync(directory.Path);
        using var http = new HttpClient { BaseAddress = server.Url };

        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_collector_gets_them_with_the_name_and_the_attributes_of_the_service()
    {
        using var directory = new TempDirectory();
        await using var collector = await StubServer.AnswerAsync(200, "");
        await using var server = await ServeTests.StartAsync(
            directory.Path,
            "serve",
            "--otel-metrics-exporter", "otlp", "--otel-metrics-exporter-otlp-mode", "http", "--otel-metrics-exporter-otlp-insecure",
            "--otel-metrics-exporter-otlp-endpoint", collector.Http.BaseAddress!.Authority, "--otel-metrics-exporter-push-interval", "100ms",
            "--otel-service-name", "flows-of-acme", "--otel-resource-attributes", "stack=acme-7");
        using var http = new HttpClient { BaseAddress = server.Url };
        await CreateAsync(http, $"/v2/workflows/{await CreateAsync(http, "/v2/workflows", Flow)}/instances?wait=true", "{}");

        // Protobuf keeps texts as they are.
        var pushed = await server.Process.SeeAsync(_ => collector.Requests.ToArray().FirstOrDefault(
            each => each is not null && each.Contains("sluice.instance.started", StringComparison.Ordinal)));

        Assert.StartsWith("POST /v1/metrics ", pushed, StringComparison.Ordinal);
        Assert.Contains("flows-of-acme", pushed, StringComparison.Ordinal);
        Assert.Contains("acme-7", pushed, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, double>> SeeAsync(HttpClient http, Func<Dictionary<string, double>, bool> expected)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Cancellation);
        while (true)
        {
            var seen = Read(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative), either.Token));
            if (expected(seen))
            {
                return seen;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, either.Token);
        }
    }

    /// <summary>The samples of the meter, by name and labels, without the label that names the meter.</summary>
    private static Dictionary<string, double> Read(string text) => text.Split('\n')
        .Where(line => line.StartsWith("sluice_", StringComparison.Ordinal))
        .Select(line => line.Replace("otel_scope_name=\"Sluice\",", "", StringComparison.Ordinal)
            .Replace("{otel_scope_name=\"Sluice\"}", "", StringComparison.Ordinal)
            .Split(' '))
        .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));

    private static async Task<string> CreateAsync(HttpClient http, string path, string body) =>
        JsonElement.Parse(await PostAsync(http, path, body, HttpStatusCode.Created)).GetProperty("data").GetProperty("id").GetString()!;

    private static async Task<string> PostAsync(HttpClient http, string path, string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == expected, text);
        return text;
    }
}
