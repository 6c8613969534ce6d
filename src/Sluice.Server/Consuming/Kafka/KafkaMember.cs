using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Sluice.Server.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Sluice.Server.Consuming.Kafka;

/// <summary>
/// One membership of the consumer group: reads the partitions that the group gives it, hands their messages out to be handled side by
/// side, and notes of each partition how far all are done. Everything but the handling happens on the caller's thread.
/// </summary>
internal sealed class KafkaMember : IDisposable
{
    /// <summary>How many messages are handled, or wait to be tried again, at a time on this node.</summary>
    private const int InHandMax = 128;

    private static readonly TimeSpan PollFor = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookFor = TimeSpan.FromSeconds(2);

    private readonly ConsumingOptions _options;
    private readonly KafkaDelivery _delivery;
    private readonly IConsumer<Ignore, byte[]> _consumer;
    private readonly Dictionary<TopicPartition, KafkaPartition> _partitions = [];

    /// <summary>Whether reading is stopped; null when only the client knows.</summary>
    private bool? _held;
    private bool _interrupted = true;
    private KafkaException? _fatal;

    public KafkaMember(ConsumingOptions options, KafkaOptions kafka, KafkaDelivery delivery, ILogger logger)
    {
        (_options, _delivery) = (options, delivery);
        _consumer = new ConsumerBuilder<Ignore, byte[]>(Configuration(options, kafka))
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            .SetErrorHandler((_, error) => Fail(error))
            .SetPartitionsAssignedHandler((_, partitions) => Take(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => Leave(partitions.Select(each => each.TopicPartition)))
            .SetPartitionsLostHandler((_, partitions) => Leave(partitions.Select(each => each.TopicPartition)))
            .Build();
    }

    /// <summary>Called when messages can be had, again or for the first time.</summary>
    public required Action OnConsuming { get; init; }

    /// <summary>Called with the reason when none can be had.</summary>
    public required Action<string> OnInterrupted { get; init; }

    /// <summary>Reads until it is told to stop; then finishes what is in hand, notes how far it is, and leaves the group.</summary>
    /// <exception cref="KafkaException">The membership cannot be mended: it takes a new one.</exception>
    public void Run(CancellationToken stopping)
    {
        _consumer.Subscribe(_options.Topics);
        var looked = Stopwatch.GetTimestamp();
        while (!stopping.IsCancellationRequested && _fatal is null)
        {
            Hold(_delivery.InHand >= InHandMax || _delivery.Refused > 0 || _partitions.Values.Any(partition => partition.IsFull));
            Read();
            if (_interrupted && Stopwatch.GetElapsedTime(looked) > LookFor)
            {
                Look();
                looked = Stopwatch.GetTimestamp();
            }
        }

        if (_fatal is not null)
        {
            LeaveAll();
            throw _fatal;
        }

        _delivery.Finish();
    }

    public void Dispose()
    {
        // Before the client is gone: what is still under way must not reach for it.
        LeaveAll();
        _consumer.Close();
        _consumer.Dispose();
    }

    private static ConsumerConfig Configuration(ConsumingOptions options, KafkaOptions kafka) => new(kafka.ToClientConfig())
    {
        GroupId = options.QueueGroup,

        // The client commits by itself, but only what is noted here as done.
        EnableAutoCommit = true,
        EnableAutoOffsetStore = false,
        AutoCommitIntervalMs = 1_000,
        AutoOffsetReset = AutoOffsetReset.Earliest,

        // As existing members of the group have it, among whom this one takes its place.
        PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range,
        SessionTimeoutMs = 10_000,
        HeartbeatIntervalMs = 3_000,

        // What is read ahead of the handling.
        QueuedMinMessages = 1_000,
        QueuedMaxMessagesKbytes = 16 * 1024,
        ReconnectBackoffMaxMs = 1_000,
    };

    /// <summary>
    /// Stops and resumes the reading. The client is asked for messages all the same, for it stays in the group only while it is.
    /// </summary>
    private void Hold(bool hold)
    {
        if (hold == _held)
        {
            return;
        }

        _held = hold;
        if (hold)
        {
            _consumer.Pause(_consumer.Assignment);
        }
        else
        {
            _consumer.Resume(_consumer.Assignment);
        }
    }

    private void Read()
    {
        try
        {
            if (_consumer.Consume(PollFor) is { Message: not null } result && _partitions.TryGetValue(result.TopicPartition, out var partition))
            {
                Recovered();
                _delivery.Begin(partition, result);
            }
        }
        catch (ConsumeException exception)
        {
            Fail(exception.Error);
        }
    }

    private void Take(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _partitions[partition] = new KafkaPartition(next => Note(partition, next));
        }

        // The next turn tells the client again, whatever it made of partitions that came and went.
        _held = null;
        Recovered();
    }

    private void Leave(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            if (_partitions.Remove(partition, out var left))
            {
                left.Close();
            }
        }
    }

    private void LeaveAll() => Leave([.. _partitions.Keys]);

    private void Note(TopicPartition partition, long next)
    {
        try
        {
            _consumer.StoreOffset(new TopicPartitionOffset(partition, next));
        }
        catch (KafkaException exception) when (exception.Error.Code == ErrorCode.Local_State)
        {
            // It has just been given to another member, who gets the message again; what it started is met there.
        }
    }

    /// <summary>Finds out whether the topics can be had again, which the client does not tell by itself.</summary>
    private void Look()
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
            foreach (var topic in _options.Topics)
            {
                if (admin.GetMetadata(topic, LookFor).Topics.Single() is { Error.IsError: true } missing)
                {
                    Fail(missing.Error);
                    return;
                }
            }

            Recovered();
        }
        catch (KafkaException exception)
        {
            Fail(exception.Error);
        }
    }

    private void Fail(Error error)
    {
        if (error.IsFatal)
        {
            _fatal = new KafkaException(error);
        }

        // Of several brokers some may be away; only when none is left does it matter.
        if (error.Code is not (ErrorCode.Local_Transport or ErrorCode.Local_Resolve))
        {
            _interrupted = true;
            OnInterrupted(error.Reason);
        }
    }

    private void Recovered()
    {
        if (_interrupted)
        {
            _interrupted = false;
            OnConsuming();
        }
    }
}
