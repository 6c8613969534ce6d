using System.CommandLine;
using Sluice.Options;
using Sluice.Server.Kafka;
using Sluice.Server.Publishing;

namespace Sluice.Commands;

/// <summary>The options that say where events are published.</summary>
internal sealed class PublishingFlags
{
    private const int KafkaTopicLengthMax = 249;

    private static readonly NatsOptions NatsDefaults = new();

    private readonly Option<bool> _http = new("--publisher-http-enabled")
    {
        Description = "Publish events by POST to the URL that --publisher-topic-mapping gives",
    };

    private readonly Option<bool> _nats = new("--publisher-nats-enabled")
    {
        Description = "Publish events to NATS JetStream; HTTP wins where it is enabled too",
    };

    private readonly Option<IReadOnlyList<KeyValuePair<string, string>>> _topics = new("--publisher-topic-mapping")
    {
        Description = $"What a topic is called on the bus: '{PublishedMessage.Topic}:NAME', or '*:NAME' for all; repeatable",
        HelpName = "TOPIC:NAME",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(TopicMapping.ParseEntry),
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _url = new("--publisher-nats-url")
    {
        Description = $"The NATS servers, separated by commas [default: {NatsDefaults.Url}]",
        HelpName = "URL",
        CustomParser = OptionParsing.One(NatsUrl),
        DefaultValueFactory = _ => NatsDefaults.Url,
    };

    private readonly Option<string> _clientId = new("--publisher-nats-client-id")
    {
        Description = $"What the connection is called on the server [default: {NatsDefaults.ClientId}]",
        HelpName = "ID",
        DefaultValueFactory = _ => NatsDefaults.ClientId,
    };

    private readonly Option<int> _reconnects = new("--publisher-nats-max-reconnect")
    {
        Description = "How often a lost connection is tried again before it is made anew [default: -1, for ever]",
        HelpName = "N",
        CustomParser = OptionParsing.One(Reconnects),
        DefaultValueFactory = _ => NatsDefaults.ReconnectsMax,
    };

    private readonly Option<TimeSpan> _wait = new("--publisher-nats-reconnect-wait")
    {
        Description = "The pause between two of these tries [default: 2s]",
        HelpName = "DURATION",
        CustomParser = OptionParsing.One(OptionParsing.Duration),
        DefaultValueFactory = _ => NatsDefaults.ReconnectWait,
    };

    private readonly Option<bool> _provision = new("--publisher-nats-auto-provision")
    {
        Description = "Create a stream for the topic when there is none",
        DefaultValueFactory = _ => NatsDefaults.AutoProvision,
    };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_http, _nats, _topics, _url, _clientId, _reconnects, _wait, _provision];

    /// <summary>How events are to be published.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="kafka">How Kafka is reached; null when it is not enabled.</param>
    /// <returns>Null when they are not.</returns>
    /// <exception cref="CommandException">The topic is no URL for HTTP, or no topic for Kafka.</exception>
    public PublishingOptions? Read(ParseResult parsed, KafkaOptions? kafka)
    {
        var topics = new TopicMapping(parsed.GetValue(_topics) ?? []);
        if (parsed.GetValue(_http))
        {
            var address = topics.Map(PublishedMessage.Topic);
            return Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
                ? new PublishingOptions { Transport = PublishingTransport.Http, Topics = topics }
                : throw CommandException.Usage($"{_http.Name} needs {_topics.Name} '{PublishedMessage.Topic}:URL'; '{address}' is not a URL");
        }

        return ReadNats(parsed) is { } nats
            ? new PublishingOptions { Transport = PublishingTransport.Nats, Topics = topics, Nats = nats }
            : kafka is null ? null : ReadKafka(topics, kafka);
    }

    /// <summary>How to reach NATS.</summary>
    /// <returns>Null when it is not enabled.</returns>
    public NatsOptions? ReadNats(ParseResult parsed) => !parsed.GetValue(_nats) ? null : new NatsOptions
    {
        Url = parsed.GetRequiredValue(_url),
        ClientId = parsed.GetRequiredValue(_clientId),
        ReconnectsMax = parsed.GetValue(_reconnects),
        ReconnectWait = parsed.GetValue(_wait),
        AutoProvision = parsed.GetValue(_provision),
    };

    private PublishingOptions ReadKafka(TopicMapping topics, KafkaOptions kafka)
    {
        var topic = topics.Map(PublishedMessage.Topic);
        return topic.Length <= KafkaTopicLengthMax && topic.All(each => char.IsAsciiLetterOrDigit(each) || each is '.' or '_' or '-')
            ? new PublishingOptions { Transport = PublishingTransport.Kafka, Topics = topics, Kafka = kafka }
            : throw CommandException.Usage(
                $"{_topics.Name}: '{topic}' is not a topic of Kafka, which has at most {KafkaTopicLengthMax} letters, digits, '.', '_' and '-'");
    }

    private static string NatsUrl(string text) =>
        text.Split(',').All(each => Uri.TryCreate(each.Contains("://", StringComparison.Ordinal) ? each.Trim() : $"nats://{each.Trim()}", UriKind.Absolute, out var url)
            && url.Scheme is "nats" or "tls" or "ws" or "wss")
            ? text
            : throw new FormatException($"'{text}' is not a URL such as nats://nats:4222, or several with commas between them");

    private static int Reconnects(string text) => text == "-1" ? -1 : OptionParsing.Positive(text);
}
