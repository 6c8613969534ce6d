using Confluent.Kafka;
using Sluice.Server.Kafka;

namespace Sluice.Server.Tests.Kafka;

public sealed class KafkaOptionsTests
{
    [Theory]
    [InlineData(false, KafkaMechanism.None, SecurityProtocol.Plaintext, null)]
    [InlineData(true, KafkaMechanism.None, SecurityProtocol.Ssl, null)]
    [InlineData(false, KafkaMechanism.Plain, SecurityProtocol.SaslPlaintext, SaslMechanism.Plain)]
    [InlineData(true, KafkaMechanism.ScramSha256, SecurityProtocol.SaslSsl, SaslMechanism.ScramSha256)]
    [InlineData(true, KafkaMechanism.ScramSha512, SecurityProtocol.SaslSsl, SaslMechanism.ScramSha512)]
    public void Clients_are_told_where_to_connect_and_as_whom(bool tls, KafkaMechanism mechanism, SecurityProtocol protocol, SaslMechanism? sasl)
    {
        var credentials = mechanism == KafkaMechanism.None ? null : new KafkaCredentials(mechanism, "flows", "hush");

        var config = new KafkaOptions { Brokers = ["a:9092", "b:9092"], Tls = tls, Credentials = credentials }.ToClientConfig();

        Assert.Equal("a:9092,b:9092", config.BootstrapServers);
        Assert.Equal(protocol, config.SecurityProtocol);
        Assert.Equal(sasl, config.SaslMechanism);
        Assert.Equal(credentials?.Username, config.SaslUsername);
        Assert.Equal(credentials?.Password, config.SaslPassword);
    }

    [Fact]
    public void A_password_is_not_shown() =>
        Assert.Equal("flows by Plain", new KafkaCredentials(KafkaMechanism.Plain, "flows", "hush").ToString());
}
