using Sluice.Server.Kafka;
using Sluice.Server.Publishing;

namespace Sluice.Server.Consuming;

/// <summary>Which messages are consumed. Exactly one broker is set.</summary>
public sealed class ConsumingOptions
{
    /// <summary>The topics, as the broker calls them; at least one.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>
    /// What the nodes that share the messages are called: each message goes to one member of the group. Default <c>orchestration</c>.
    /// </summary>
    public string QueueGroup { get; init; } = "orchestration";

    /// <summary>NATS JetStream, when that is the broker.</summary>
    public NatsOptions? Nats { get; init; }

    /// <summary>Kafka, when that is the broker.</summary>
    public KafkaOptions? Kafka { get; init; }
}
