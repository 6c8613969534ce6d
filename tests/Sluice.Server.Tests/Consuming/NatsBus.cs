using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Sluice.Server.Consuming;
using Sluice.Server.Publishing;
using Sluice.Testing;

namespace Sluice.Server.Tests.Consuming;

/// <summary>A NATS server and what a publisher of the stack does with it.</summary>
internal sealed class NatsBus : IAsyncDisposable
{
    public const string Topic = "acme.payments";
    public const string Stream = "acme_payments";
    public const string Durable = "orchestration-acme_payments";

    private readonly NatsConnection _connection;

    private NatsBus(NatsServer server)
    {
        Server = server;
        _connection = new NatsConnection(new NatsOpts
        {
            Url = server.Url,
            MaxReconnectRetry = -1,
            ReconnectWaitMin = TimeSpan.FromMilliseconds(50),
            ReconnectWaitMax = TimeSpan.FromMilliseconds(50),
        });
        JetStream = new NatsJSContext(_connection);
    }

    public NatsServer Server { get; }

    public NatsConnection Connection => _connection;

    public NatsJSContext JetStream { get; }

    /// <summary>Consumes the topic from this server.</summary>
    public ConsumingOptions Consuming => new()
    {
        Topics = [Topic],
        Nats = new NatsOptions { Url = Server.Url, ReconnectWait = TimeSpan.FromMilliseconds(100) },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<NatsBus> StartAsync()
    {
        var bus = new NatsBus(await NatsServer.StartAsync());
        await bus.ProvisionAsync();
        return bus;
    }

    public async Task ProvisionAsync() => await JetStream.CreateStreamAsync(
        new StreamConfig(Stream, [Topic]) { DuplicateWindow = TimeSpan.FromMilliseconds(100) }, Cancellation);

    /// <summary>Publishes a message and returns when the stream has it.</summary>
    /// <returns>Whether it had it already.</returns>
    public async Task<bool> PublishAsync(string body, string? uuid = null, string? natsId = null)
    {
        var headers = new NatsHeaders();
        if (uuid is not null)
        {
            headers[ReceivedMessage.IdHeader] = uuid;
        }

        var acknowledged = await JetStream.PublishAsync(
            Topic, System.Text.Encoding.UTF8.GetBytes(body), opts: new NatsJSPubOpts { MsgId = natsId }, headers: headers, cancellationToken: Cancellation);
        return acknowledged.Error is null ? acknowledged.Duplicate : throw new InvalidOperationException(acknowledged.Error.Description);
    }

    /// <summary>Publishes messages, each until the stream has it, through whatever becomes of the server.</summary>
    public Task PublishAllAsync(IEnumerable<string> bodies) => Parallel.ForEachAsync(
        bodies,
        new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Cancellation },
        async (body, cancellation) =>
        {
            while (!await TryPublishAsync(body, cancellation))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
            }
        });

    public async Task<ConsumerInfo> ConsumerAsync(string durable = Durable) =>
        (await JetStream.GetConsumerAsync(Stream, durable, Cancellation)).Info;

    /// <summary>Waits until every message of the stream has been acknowledged.</summary>
    public Task AcknowledgedAsync(string durable = Durable) => Partitions.PartitionUnderTest.UntilAsync(
        async () =>
        {
            try
            {
                var consumer = await ConsumerAsync(durable);
                return consumer.NumPending == 0 && consumer.NumAckPending == 0;
            }
            catch (NatsException)
            {
                // It is being restarted, or the consumer is yet to be made.
                return false;
            }
        },
        "every message is acknowledged");

    public static string Envelope(string payload, string type = "PAID", string key = "") =>
        $$"""{"idempotency_key":"{{key}}","app":"payments","version":"v3","type":"{{type}}","payload":{{payload}} }""";

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await Server.DisposeAsync();
    }

    private async Task<bool> TryPublishAsync(string body, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            (await JetStream.PublishAsync(Topic, System.Text.Encoding.UTF8.GetBytes(body), cancellationToken: limit.Token)).EnsureSuccess();
            return true;
        }
        catch (Exception exception) when (exception is NatsException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
