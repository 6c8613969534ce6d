using System.CommandLine;
using Sluice.Server.Consuming;
using Sluice.Server.Kafka;
using Sluice.Server.Publishing;

namespace Sluice.Commands;

/// <summary>The options that say which messages are consumed.</summary>
internal sealed class ConsumingFlags
{
    private readonly Option<string[]> _topics = new("--topics")
    {
        Description = "What the broker calls the topics whose events triggers look at; repeatable",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _queueGroup = new("--publisher-queue-group")
    {
        Description = "What the nodes that share those messages are called on the broker [default: orchestration]",
        HelpName = "NAME",
        DefaultValueFactory = _ => "orchestration",
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_topics, _queueGroup];

    /// <summary>Which messages are to be consumed.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="nats">How to reach NATS, which wins; null when it is not enabled.</param>
    /// <param name="kafka">How to reach Kafka; null when it is not enabled.</param>
    /// <returns>Null when none are.</returns>
    /// <exception cref="CommandException">There are topics and no broker: nothing would ever come of them.</exception>
    public ConsumingOptions? Read(ParseResult parsed, NatsOptions? nats, KafkaOptions? kafka)
    {
        var topics = (parsed.GetValue(_topics) ?? []).SelectMany(each => each.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries)).ToArray();
        if (topics.Length == 0)
        {
            return null;
        }

        return nats is null && kafka is null
            ? throw CommandException.Usage($"{_topics.Name} needs a broker to consume from: --publisher-nats-enabled or --publisher-kafka-enabled")
            : new ConsumingOptions
            {
                Topics = topics,
                QueueGroup = parsed.GetRequiredValue(_queueGroup),
                Nats = nats,
                Kafka = nats is null ? kafka : null,
            };
    }
}
