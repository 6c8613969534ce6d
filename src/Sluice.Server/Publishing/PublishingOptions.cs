using NATS.Client.Core;
using Sluice.Server.Kafka;

namespace Sluice.Server.Publishing;

/// <summary>How events are published.</summary>
public sealed class PublishingOptions
{
    /// <summary>What carries them; required.</summary>
    public required PublishingTransport Transport { get; init; }

    /// <summary>The bus's names of topics. Default: the names as they are.</summary>
    public TopicMapping Topics { get; init; } = TopicMapping.None;

    /// <summary>How to reach NATS, when that is the transport.</summary>
    public NatsOptions Nats { get; init; } = new();

    /// <summary>How to reach Kafka, when that is the transport.</summary>
    public KafkaOptions Kafka { get; init; } = new();
}

/// <summary>What carries messages.</summary>
public enum PublishingTransport
{
    /// <summary>Not chosen; refused.</summary>
    None,

    /// <summary>One POST per message to the URL that the topic is mapped to.</summary>
    Http,

    /// <summary>NATS JetStream, with the topic as subject.</summary>
    Nats,

    /// <summary>Kafka, with the topic's own name.</summary>
    Kafka,
}

/// <summary>How to reach NATS.</summary>
public sealed class NatsOptions
{
    /// <summary>The servers, separated by commas. Default <c>nats://localhost:4222</c>.</summary>
    public string Url { get; init; } = "nats://localhost:4222";

    /// <summary>What the connection is called on the server. Default <c>sluice</c>.</summary>
    public string ClientId { get; init; } = "sluice";

    /// <summary>How often a lost connection is tried again before it is made anew; -1, the default, for ever.</summary>
    public int ReconnectsMax { get; init; } = -1;

    /// <summary>The pause between two of these tries. Default two seconds.</summary>
    public TimeSpan ReconnectWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether a stream that holds the topic is created when there is none. Default true.</summary>
    public bool AutoProvision { get; init; } = true;

    /// <summary>Makes a connection of these settings; it connects when it is used.</summary>
    internal NatsConnection Connect() => new(new NatsOpts
    {
        Url = Url,
        Name = ClientId,
        MaxReconnectRetry = ReconnectsMax,
        ReconnectWaitMin = ReconnectWait,
        ReconnectWaitMax = ReconnectWait,
    });
}
