using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>
/// Lets a server consume a full stream of a real NATS server, each event wanted by one of 100 triggers: the events alone, then the
/// same with as many poison messages shuffled among them.
/// </summary>
/// <param name="http">For what comes before the load.</param>
/// <param name="events">How many events the stream has.</param>
internal sealed class ConsumeRun(HttpClient http, int events)
{
    private const string Topic = "bench";
    private const string Consumer = $"orchestration-{Topic}";
    private const int Triggers = 100;

    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it.</summary>
    /// <returns>The figures, as a line.</returns>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var alone = await MeasureAsync(poison: 0, cancellationToken);
        var mixed = await MeasureAsync(poison: events, cancellationToken);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"nats: {events / alone.TotalSeconds:F0} events per second started their instances; with {events} poison messages among {events} events {events / mixed.TotalSeconds:F0}, which takes {mixed / alone:F2} times as long");
    }

    private async Task<TimeSpan> MeasureAsync(int poison, CancellationToken cancellationToken)
    {
        await using var nats = await NatsServer.StartAsync();
        await using var connection = new NatsConnection(new NatsOpts { Url = nats.Url, MaxReconnectRetry = -1, ReconnectWaitMax = BetweenLooks });
        var jetStream = new NatsJSContext(connection);
        await jetStream.CreateStreamAsync(new StreamConfig(Topic, [Topic]), cancellationToken);
        await PublishAsync(jetStream, poison, cancellationToken);

        // Away until the triggers are there, so that the whole stream is consumed with them.
        await nats.KillAsync();
        await using var server = await RunningProcess.StartAsync(
            "serve",
            http,
            "/_healthcheck",
            ["--topics", Topic, "--publisher-nats-enabled", "--publisher-nats-url", nats.Url, "--publisher-nats-reconnect-wait", "20ms"],
            UpWithin,
            cancellationToken);
        var workflow = await CreateAsync(server, "/v2/workflows", """{"name":"nats","stages":[{"noop":{}},{"noop":{}},{"noop":{}}]}""", cancellationToken);
        for (var n = 0; n < Triggers; n++)
        {
            await CreateAsync(server, "/v2/triggers", $$"""{"event":"BENCH","workflowID":"{{workflow}}","filter":"event.n == {{n}}"}""", cancellationToken);
        }

        var began = TimeProvider.System.GetTimestamp();
        await nats.RunAsync();
        while (!await IsConsumedAsync(jetStream, cancellationToken))
        {
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(began);
    }

    private async Task PublishAsync(NatsJSContext jetStream, int poison, CancellationToken cancellationToken)
    {
        var messages = Enumerable.Range(0, events)
            .Select(n => $$"""{"app":"bench","type":"BENCH","payload":{"n":{{n % Triggers}} } }""")
            .Concat(Enumerable.Range(0, poison).Select(n => $"poison {n}"))
            .ToArray();
        new Random(1).Shuffle(messages);
        await Parallel.ForEachAsync(
            messages,
            new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellationToken },
            async (message, cancellation) =>
                (await jetStream.PublishAsync(Topic, Encoding.UTF8.GetBytes(message), cancellationToken: cancellation)).EnsureSuccess());
    }

    private static async Task<bool> IsConsumedAsync(NatsJSContext jetStream, CancellationToken cancellationToken)
    {
        try
        {
            return (await jetStream.GetConsumerAsync(Topic, Consumer, cancellationToken)).Info is { NumPending: 0, NumAckPending: 0 };
        }
        catch (NatsException)
        {
            // The server is not quite back, or the consumer is yet to be made.
            return false;
        }
    }

    private async Task<string> CreateAsync(RunningProcess server, string path, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, null, "application/json");
        using var answer = await http.PostAsync(new Uri(server.Address, path), content, cancellationToken);
        var created = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return created.GetProperty("data").GetProperty("id").GetString()!;
    }
}
