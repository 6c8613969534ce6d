using Confluent.Kafka;

namespace Sluice.Server.Kafka;

/// <summary>How to reach Kafka, to publish and to consume.</summary>
public sealed class KafkaOptions
{
    /// <summary>The brokers to ask for the others, as host:port; at least one. Default <c>localhost:9092</c>.</summary>
    public IReadOnlyList<string> Brokers { get; init; } = ["localhost:9092"];

    /// <summary>Whether connections are encrypted; the system's certificate authorities vouch for the brokers. Default false.</summary>
    public bool Tls { get; init; }

    /// <summary>Who connects. Null, the default, connects without saying so.</summary>
    public KafkaCredentials? Credentials { get; init; }

    /// <summary>The settings of every client, to which a producer or a consumer adds its own.</summary>
    internal ClientConfig ToClientConfig() => new()
    {
        BootstrapServers = string.Join(',', Brokers),
        ClientId = "sluice",
        SecurityProtocol = (Tls, Credentials) switch
        {
            (false, null) => SecurityProtocol.Plaintext,
            (true, null) => SecurityProtocol.Ssl,
            (false, _) => SecurityProtocol.SaslPlaintext,
            (true, _) => SecurityProtocol.SaslSsl,
        },
        SaslMechanism = Credentials?.Mechanism switch
        {
            null => null,
            KafkaMechanism.Plain => SaslMechanism.Plain,
            KafkaMechanism.ScramSha256 => SaslMechanism.ScramSha256,
            KafkaMechanism.ScramSha512 => SaslMechanism.ScramSha512,
            var other => throw new InvalidOperationException($"there is no mechanism '{other}'"),
        },
        SaslUsername = Credentials?.Username,
        SaslPassword = Credentials?.Password,
    };
}

/// <summary>Who connects to Kafka.</summary>
/// <param name="Mechanism">How the password is proved; required.</param>
/// <param name="Username">The user; not empty.</param>
/// <param name="Password">The password; never logged.</param>
public sealed record KafkaCredentials(KafkaMechanism Mechanism, string Username, string Password)
{
    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Username} by {Mechanism}";
}

/// <summary>How a password is proved to Kafka.</summary>
public enum KafkaMechanism
{
    /// <summary>Not chosen; refused.</summary>
    None,

    /// <summary>It is sent as it is, which only TLS protects.</summary>
    Plain,

    /// <summary>SCRAM with SHA-256.</summary>
    ScramSha256,

    /// <summary>SCRAM with SHA-512.</summary>
    ScramSha512,
}
