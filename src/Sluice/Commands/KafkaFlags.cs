using System.CommandLine;
using System.Globalization;
using Sluice.Options;
using Sluice.Server.Kafka;

namespace Sluice.Commands;

/// <summary>The options that say how Kafka is reached, to publish and to consume.</summary>
internal sealed class KafkaFlags
{
    private static readonly string[] Mechanisms = ["PLAIN", "SCRAM", "SCRAM-SHA-256", "SCRAM-SHA-512"];

    private readonly Option<bool> _enabled = new("--publisher-kafka-enabled")
    {
        Description = "Publish events to Kafka; HTTP and NATS win where they are enabled too",
    };

    private readonly Option<IReadOnlyList<string>> _brokers = new("--publisher-kafka-broker")
    {
        Description = $"A Kafka broker to begin with; repeatable [default: {string.Join(' ', new KafkaOptions().Brokers)}]",
        HelpName = "HOST:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = OptionParsing.Each(Broker),
        DefaultValueFactory = _ => new KafkaOptions().Brokers,
    };

    private readonly Option<bool> _tls = new("--publisher-kafka-tls-enabled") { Description = "Encrypt connections to Kafka" };

    private readonly Option<bool> _sasl = new("--publisher-kafka-sasl-enabled")
    {
        Description = "Tell Kafka who connects, with --publisher-kafka-sasl-username and --publisher-kafka-sasl-password",
    };

    private readonly Option<string?> _username = new("--publisher-kafka-sasl-username") { Description = "That user", HelpName = "NAME" };

    private readonly Option<string?> _password = new("--publisher-kafka-sasl-password")
    {
        Description = "The user's password; give it as PUBLISHER_KAFKA_SASL_PASSWORD",
        HelpName = "PASSWORD",
    };

    private readonly Option<string> _mechanism = new("--publisher-kafka-sasl-mechanism")
    {
        Description = $"How the password is proved: {string.Join(", ", Mechanisms)} [default: {Mechanisms[0]}]",
        HelpName = "MECHANISM",
        CustomParser = OptionParsing.One(Mechanism),
        DefaultValueFactory = _ => Mechanisms[0],
    };

    private readonly Option<int> _shaSize = new("--publisher-kafka-sasl-scram-sha-size")
    {
        Description = "The hash of a SCRAM that names none: 256 or 512 [default: 512]",
        HelpName = "BITS",
        CustomParser = OptionParsing.One(ShaSize),
        DefaultValueFactory = _ => 512,
    };

    private readonly Option<bool> _iam = new("--publisher-kafka-sasl-iam-enabled") { Hidden = true };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> Options => [_enabled, _brokers, _tls, _sasl, _username, _password, _mechanism, _shaSize, _iam];

    /// <summary>How Kafka is reached.</summary>
    /// <returns>Null when it is not enabled.</returns>
    /// <exception cref="CommandException">SASL is asked for without a user, or with the identities of AWS.</exception>
    public KafkaOptions? Read(ParseResult parsed)
    {
        if (!parsed.GetValue(_enabled))
        {
            return null;
        }

        if (parsed.GetValue(_iam))
        {
            throw CommandException.Usage($"{_iam.Name} is not supported: use {_sasl.Name} with {string.Join(", ", Mechanisms)}");
        }

        return new KafkaOptions
        {
            Brokers = parsed.GetRequiredValue(_brokers),
            Tls = parsed.GetValue(_tls),
            Credentials = parsed.GetValue(_sasl) ? ReadCredentials(parsed) : null,
        };
    }

    private KafkaCredentials ReadCredentials(ParseResult parsed) => (parsed.GetValue(_username), parsed.GetValue(_password)) switch
    {
        ({ Length: > 0 } username, { Length: > 0 } password) => new KafkaCredentials(ReadMechanism(parsed), username, password),
        _ => throw CommandException.Usage($"{_sasl.Name} needs {_username.Name} and {_password.Name}"),
    };

    private KafkaMechanism ReadMechanism(ParseResult parsed) => (parsed.GetRequiredValue(_mechanism), parsed.GetValue(_shaSize)) switch
    {
        ("PLAIN", _) => KafkaMechanism.Plain,
        ("SCRAM-SHA-256", _) or ("SCRAM", 256) => KafkaMechanism.ScramSha256,
        _ => KafkaMechanism.ScramSha512,
    };

    private static string Broker(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0
            && !text.Contains(',', StringComparison.Ordinal)
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? text
            : throw new FormatException($"'{text}' is not a broker such as kafka:9092");
    }

    private static string Mechanism(string text) => Mechanisms.FirstOrDefault(each => each.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new FormatException($"'{text}' is not one of {string.Join(", ", Mechanisms)}");

    private static int ShaSize(string text) => text switch
    {
        "256" => 256,
        "512" => 512,
        _ => throw new FormatException($"'{text}' is neither 256 nor 512"),
    };
}
