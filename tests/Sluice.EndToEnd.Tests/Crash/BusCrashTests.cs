using System.Text.Json;
using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>
/// Events come in from NATS and go out to it while Sluice and NATS are killed at random moments: between receive, start,
/// acknowledgement and publishing. Each event starts one instance, and the bus hears of every instance in its order.
/// </summary>
public sealed class BusCrashTests : IAsyncDisposable
{
    private const string In = "acme.payments";
    private const string Out = "acme.orchestration";
    private const int Events = 600;

    private static readonly string[] OneStage = ["STARTED_WORKFLOW", "STARTED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW_STAGE", "SUCCEEDED_WORKFLOW"];

    private readonly TemporaryDirectory _data = new();
    private readonly JsonOverHttp _http = new();
    private NatsServer _nats = null!;
    private NatsConnection _connection = null!;
    private NatsJSContext _jetStream = null!;
    private SluiceProcess _sluice = null!;
    private Uri _address = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kills_on_both_sides_of_the_bus_lose_nothing_and_double_nothing()
    {
        var dose = CrashDose.FromEnvironment();
        var kills = Math.Max(4, dose.Kills / 5);
        var random = new Random(dose.Seed);
        await StartAsync();
        var workflow = await CreateAsync("v2/workflows", """{"name":"on-event","stages":[{"noop":{}}]}""");
        var trigger = await CreateAsync("v2/triggers", $$$"""{"event":"PAID","workflowID":"{{{workflow}}}","vars":{"n":"event.n"}}""");

        var publishing = PublishAsync(kills);
        for (var kill = 0; kill < kills; kill++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 1_000)), TimeProvider.System, Cancellation);
            if (random.Next(2) == 0)
            {
                await _nats.KillAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(200)), TimeProvider.System, Cancellation);
                await _nats.RunAsync();
            }
            else
            {
                await _sluice.DisposeAsync();
                await RunSluiceAsync();
            }
        }

        await publishing;
        await UntilAsync(ConsumedAsync, "everything is consumed");
        await UntilAsync(PublishedAsync, "everything is published");

        var occurrences = await ListAsync($"v2/triggers/{trigger}/occurrences?pageSize=100");
        var instances = (await ListAsync($"v2/instances?workflowID={workflow}&pageSize=100")).Select(each => each.GetProperty("id").GetString()!).ToList();
        var because = $"seed {dose.Seed}, {kills} kills: {occurrences.Count} occurrences, {instances.Count} instances of {Events} events";
        Assert.True(occurrences.Count == Events && instances.Count == Events, because);
        Assert.Equal(Events, occurrences.Select(each => each.GetProperty("event").GetProperty("payload").GetProperty("n").GetInt32()).Distinct().Count());
        Assert.Empty(await ListAsync("v2/events/parked"));

        var heard = (await ReadAsync()).DistinctBy(message => message.Key).ToLookup(message => message.Instance, message => message.Type);
        Assert.All(instances, instance => Assert.True(
            OneStage.SequenceEqual(heard[instance].Where(type => OneStage.Contains(type))), $"{because}; of {instance} was heard {string.Join(", ", heard[instance])}"));
        Assert.All(instances, instance => Assert.Single(heard[instance], "SUCCEEDED_TRIGGER"));
    }

    public async ValueTask DisposeAsync()
    {
        await _sluice.DisposeAsync();
        await _connection.DisposeAsync();
        await _nats.DisposeAsync();
        _http.Dispose();
        _data.Dispose();
    }

    private async Task StartAsync()
    {
        _nats = await NatsServer.StartAsync();
        _connection = new NatsConnection(new NatsOpts
        {
            Url = _nats.Url,
            MaxReconnectRetry = -1,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(50),
            ReconnectWaitMax = TimeSpan.FromMilliseconds(50),
        });
        _jetStream = new NatsJSContext(_connection);
        await _jetStream.CreateStreamAsync(new StreamConfig("in", [In]), Cancellation);
        await _jetStream.CreateStreamAsync(new StreamConfig("out", [Out]), Cancellation);

        // One that is there is joined. This one does not wait for half a minute for what a killed process had in hand.
        await _jetStream.CreateConsumerAsync(
            "in",
            new ConsumerConfig("orchestration")
            {
                DeliverSubject = "in.deliveries",
                DeliverGroup = "orchestration",
                FilterSubject = In,
                AckPolicy = ConsumerConfigAckPolicy.Explicit,
                AckWait = TimeSpan.FromSeconds(2),
            },
            Cancellation);
        await RunSluiceAsync();
    }

    private async Task RunSluiceAsync()
    {
        _sluice = SluiceProcess.Start(
            "serve", "--listen", "127.0.0.1:0", "--data", _data.Path, "--topics", In, "--publisher-topic-mapping", $"*:{Out}",
            "--publisher-nats-enabled", "--publisher-nats-url", _nats.Url, "--publisher-nats-reconnect-wait", "100ms");
        _address = await _sluice.Address;
    }

    private async Task<string> CreateAsync(string path, string body)
    {
        var answer = Assert.IsType<Answer.Received>(await _http.SendAsync(HttpMethod.Post, new Uri(_address, path), body, null, Cancellation));
        Assert.True(answer.Status == 201, answer.ErrorMessage);
        return answer.Body.GetProperty("data").GetProperty("id").GetString()!;
    }

    /// <summary>Publishes every event over the time of the kills, again when it is unknown whether the stream has it.</summary>
    private Task PublishAsync(int kills) => Parallel.ForEachAsync(
        Enumerable.Range(0, Events),
        new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Cancellation },
        async (n, cancellation) =>
        {
            while (!await TryPublishAsync($$"""{"idempotency_key":"k{{n}}","app":"payments","type":"PAID","payload":{"n":{{n}} } }""", cancellation))
            {
            }

            await Task.Delay(TimeSpan.FromMilliseconds(kills * 2), TimeProvider.System, cancellation);
        });

    private async Task<bool> TryPublishAsync(string body, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        try
        {
            (await _jetStream.PublishAsync(In, System.Text.Encoding.UTF8.GetBytes(body), cancellationToken: limit.Token)).EnsureSuccess();
            return true;
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<bool> ConsumedAsync()
    {
        try
        {
            return (await _jetStream.GetConsumerAsync("in", "orchestration", Cancellation)).Info is { NumPending: 0, NumAckPending: 0 };
        }
        catch (NatsException)
        {
            // The server is not quite there again.
            return false;
        }
    }

    /// <summary>Whether the last messages of all instances are on the bus.</summary>
    private async Task<bool> PublishedAsync() =>
        (await ReadAsync()).Where(message => message.Type == "SUCCEEDED_WORKFLOW").DistinctBy(message => message.Key).Count() >= Events;

    private async Task<List<Heard>> ReadAsync()
    {
        var expected = (int)(await _jetStream.GetStreamAsync("out", cancellationToken: Cancellation)).Info.State.Messages;
        var messages = new List<Heard>();
        if (expected == 0)
        {
            return messages;
        }

        var consumer = await _jetStream.CreateOrderedConsumerAsync("out", cancellationToken: Cancellation);
        await foreach (var message in consumer.ConsumeAsync<byte[]>(cancellationToken: Cancellation))
        {
            messages.Add(new Heard(JsonElement.Parse(message.Data)));
            if (messages.Count == expected)
            {
                break;
            }
        }

        return messages;
    }

    private async Task<List<JsonElement>> ListAsync(string path) =>
        await _http.ListAsync(new Uri(_address, path), Cancellation).ToListAsync(Cancellation);

    private static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(90), $"not within 90 s: {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, Cancellation);
        }
    }

    private sealed record Heard(JsonElement Envelope)
    {
        public string Type => Envelope.GetProperty("type").GetString()!;

        public string Key => Envelope.GetProperty("idempotency_key").GetString()!;

        public string Instance => Envelope.GetProperty("payload") is var payload && payload.TryGetProperty("instanceID", out var id)
            ? id.GetString()!
            : payload.GetProperty("workflowInstanceID").GetString()!;
    }
}
