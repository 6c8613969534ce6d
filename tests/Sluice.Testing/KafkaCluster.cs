using Confluent.Kafka;

namespace Sluice.Testing;

/// <summary>
/// A Kafka cluster that librdkafka plays in this process, on loopback ports of its own and in memory. It speaks the protocol of
/// producers, idempotent ones among them, and of consumer groups. Its brokers can be taken down and up again, and it can be told to
/// refuse requests.
/// </summary>
/// <remarks>A topic that is produced to or read is there with four partitions, unless it was created with others before.</remarks>
public sealed class KafkaCluster : IDisposable
{
    private readonly int _brokerCount;
    private readonly nint _client;
    private readonly nint _cluster;

    private KafkaCluster(int brokerCount, nint client, nint cluster)
    {
        (_brokerCount, _client, _cluster) = (brokerCount, client, cluster);
        Brokers = KafkaMock.Bootstraps(cluster);
    }

    /// <summary>The addresses of its brokers, as host:port with commas between them.</summary>
    public string Brokers { get; }

    /// <summary>Starts a cluster without topics.</summary>
    public static KafkaCluster Start(int brokers = 1)
    {
        var client = KafkaMock.NewClient();
        return new KafkaCluster(brokers, client, KafkaMock.NewCluster(client, brokers));
    }

    /// <summary>Creates a topic with as many copies as there are brokers, at most three.</summary>
    public void CreateTopic(string name, int partitions) =>
        Check(KafkaMock.CreateTopic(_cluster, name, partitions, Math.Min(3, _brokerCount)), $"create topic {name}");

    /// <summary>Answers the next requests of a kind with these errors, one each; <see cref="ErrorCode.NoError"/> lets one pass.</summary>
    public void Refuse(KafkaRequest request, params ErrorCode[] errors) =>
        KafkaMock.PushErrors(_cluster, (short)request, errors.Length, [.. errors.Select(error => (int)error)]);

    /// <summary>Cuts all connections and takes no new ones. What the brokers hold stays.</summary>
    public void TakeDown() => ForEachBroker(KafkaMock.TakeDown, "take down");

    /// <summary>Takes connections again.</summary>
    public void BringUp() => ForEachBroker(KafkaMock.BringUp, "bring up");

    /// <inheritdoc/>
    public void Dispose()
    {
        KafkaMock.DestroyCluster(_cluster);
        KafkaMock.DestroyClient(_client);
    }

    private void ForEachBroker(Func<nint, int, int> change, string what)
    {
        for (var broker = 1; broker <= _brokerCount; broker++)
        {
            Check(change(_cluster, broker), $"{what} broker {broker}");
        }
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
        {
            throw new InvalidOperationException($"the Kafka cluster could not {what}: {(ErrorCode)error}");
        }
    }
}

/// <summary>The kinds of requests that tests let a cluster refuse, by their numbers in the protocol.</summary>
public enum KafkaRequest
{
    /// <summary>Messages of a producer.</summary>
    Produce = 0,

    /// <summary>Messages for a consumer.</summary>
    Fetch = 1,

    /// <summary>Which topics, partitions and brokers there are.</summary>
    Metadata = 3,

    /// <summary>A consumer group's note of how far it is.</summary>
    OffsetCommit = 8,

    /// <summary>A consumer's sign of life.</summary>
    Heartbeat = 12,

    /// <summary>The identity of an idempotent producer.</summary>
    InitProducerId = 22,
}
