using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Instances;
using Sluice.Server.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Sluice.Server.Publishing;

/// <summary>
/// Publishes to a Kafka topic. A message is acknowledged when all replicas that keep up have it. Messages have no key, so the
/// partition is chosen here, by the instance: Kafka keeps order in a partition and nowhere else.
/// </summary>
/// <remarks>
/// The number of partitions is asked for once. A topic that gets more of them keeps its old ones in use until Sluice is started
/// again, for an instance that changed partitions could be told of out of order.
/// </remarks>
internal sealed class KafkaTransport(KafkaOptions options, string topic, TimeProvider clock, ILogger<KafkaTransport> logger) : IEventTransport
{
    /// <summary>How long a message may take before it is given up here and offered again.</summary>
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LookUpAtMost = TimeSpan.FromSeconds(2);

    /// <summary>Most messages that the client holds. Each log has one out, so this is never reached.</summary>
    private const int HeldMax = 1_000;

    private static readonly Header TraceContext = new("otel-context", Encoding.UTF8.GetBytes(PublishedMessage.TraceContext));

    private readonly SemaphoreSlim _opening = new(1);
    private volatile OpenTopic? _topic;

    public async Task PublishAsync(PublishedMessage message, CancellationToken cancellationToken)
    {
        var open = await OpenAsync(cancellationToken);
        var partition = new InstanceId(message.Source).Partition(open.Partitions);
        try
        {
            await open.Producer.ProduceAsync(
                new TopicPartition(topic, partition),
                new Message<Null, byte[]>
                {
                    Value = message.Body.ToArray(),
                    Headers = [new Header("_watermill_message_uuid", Encoding.UTF8.GetBytes(message.Id.ToString())), TraceContext],
                },
                cancellationToken);
        }
        catch (KafkaException exception)
        {
            if (exception.Error.IsFatal || exception.Error.Code is ErrorCode.Local_UnknownPartition or ErrorCode.Local_UnknownTopic)
            {
                await ForgetAsync(open, cancellationToken);
            }

            throw Failed(exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Not in the middle of a look-up, which runs on the client that is to go.
        await _opening.WaitAsync();
        if (_topic is { } open)
        {
            await LetGoAsync(open);
        }

        _topic = null;
        _opening.Dispose();
    }

    private async ValueTask<OpenTopic> OpenAsync(CancellationToken cancellationToken)
    {
        if (_topic is { } there)
        {
            return there;
        }

        await _opening.WaitAsync(cancellationToken);
        try
        {
            // The client's look-up blocks.
            return _topic ??= await Task.Run(Open, CancellationToken.None);
        }
        catch (KafkaException exception)
        {
            throw Failed(exception);
        }
        finally
        {
            _opening.Release();
        }
    }

    private OpenTopic Open()
    {
        var producer = new ProducerBuilder<Null, byte[]>(Configuration())
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            .Build();
        try
        {
            using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
            var found = admin.GetMetadata(topic, LookUpAtMost).Topics.Single(each => each.Topic == topic);
            return found is { Error.IsError: false, Partitions.Count: > 0 }
                ? new OpenTopic(producer, found.Partitions.Count)
                : throw new KafkaException(found.Error);
        }
        catch
        {
            producer.Dispose();
            throw;
        }
    }

    private ProducerConfig Configuration() => new(options.ToClientConfig())
    {
        Acks = Acks.All,

        // Also keeps the order of a partition where the client itself tries again.
        EnableIdempotence = true,
        MessageTimeoutMs = (int)AtMost.TotalMilliseconds,
        QueueBufferingMaxMessages = HeldMax,

        // Each log waits for its message, so there is little to gain by waiting for company.
        LingerMs = 0,
        ReconnectBackoffMaxMs = 1_000,
        DeliveryReportFields = "none",
    };

    /// <summary>Lets go of a client that has failed for good, or of what is known of a topic that was made anew.</summary>
    private async Task ForgetAsync(OpenTopic open, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _topic, null, open) == open)
        {
            // Whoever has it in hand has had an answer by then.
            await Task.Delay(AtMost, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await LetGoAsync(open);
        }
    }

    // The client ends once it has an answer to all that it sent, and its brokers may be gone: that must not keep a node from stopping.
    private async Task LetGoAsync(OpenTopic open) =>
        await Task.Run(open.Producer.Dispose, CancellationToken.None).WaitAsync(AtMost, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static PublishFailedException Failed(KafkaException exception) =>
        new($"Kafka did not take the message: {exception.Error.Reason}", exception);

    private sealed record OpenTopic(IProducer<Null, byte[]> Producer, int Partitions);
}
