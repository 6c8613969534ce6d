using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Sluice.Server.Publishing;

namespace Sluice.Server.Consuming.Nats;

/// <summary>
/// A durable consumer whose messages the server deals out to a queue group, so that each goes to one of its members and the place in
/// the stream outlives them all.
/// </summary>
/// <remarks>
/// It is the kind of consumer that existing deployments of the stack have. Joining theirs instead of making one of another kind means that after a change of program, or while both run, no event is handled by both and none by neither.
/// </remarks>
/// <param name="Stream">The stream that holds the topic.</param>
/// <param name="Durable">The consumer's name.</param>
/// <param name="DeliverSubject">Where the server sends the messages.</param>
/// <param name="DeliverGroup">The queue group that they are dealt out to.</param>
internal sealed record NatsQueueGroup(string Stream, string Durable, string DeliverSubject, string DeliverGroup)
{
    /// <summary>The code by which the server says that something is not there.</summary>
    public const int NotFound = 404;

    /// <summary>How many messages may be out to all members together. What is refused for now is among them.</summary>
    public const int AckPendingMax = 1_000;

    /// <summary>How long a member may keep silent about a message before it goes to another.</summary>
    private static readonly TimeSpan AckWait = TimeSpan.FromSeconds(30);

    /// <summary>Finds the group's consumer of a topic, or creates it; then it begins with the oldest message of the stream.</summary>
    /// <exception cref="NatsJSException">There is no stream, or the consumer is of another kind.</exception>
    public static async Task<NatsQueueGroup> JoinAsync(
        NatsJSContext jetStream, string topic, string group, bool autoProvision, CancellationToken cancellationToken)
    {
        var stream = await NatsStreams.FindAsync(jetStream, topic, autoProvision, cancellationToken);
        if (await FindAsync(jetStream, stream, group, cancellationToken) is { } existing && existing.FilterSubject == topic)
        {
            return Of(stream, existing, group);
        }

        // One stream may hold several topics, so the group's plain name is left to those who have taken it before.
        var name = $"{group}-{topic.Replace('.', '_')}";
        var consumer = await FindAsync(jetStream, stream, name, cancellationToken)
            ?? (await jetStream.CreateOrUpdateConsumerAsync(stream, Config(stream, name, topic, group), cancellationToken)).Info.Config;
        return Of(stream, consumer, group);
    }

    private static NatsQueueGroup Of(string stream, ConsumerConfig consumer, string group)
    {
        var name = consumer.DurableName ?? consumer.Name!;
        return consumer is { DeliverSubject: { Length: > 0 } subject, AckPolicy: ConsumerConfigAckPolicy.Explicit } && consumer.DeliverGroup == group
            ? new NatsQueueGroup(stream, name, subject, group)
            : throw new NatsJSException(
                $"the consumer '{name}' of the stream '{stream}' is not one that delivers to the queue group '{group}' and waits for each acknowledgement");
    }

    private static async Task<ConsumerConfig?> FindAsync(NatsJSContext jetStream, string stream, string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await jetStream.GetConsumerAsync(stream, name, cancellationToken)).Info.Config;
        }
        catch (NatsJSApiException exception) when (exception.Error.Code == NotFound)
        {
            return null;
        }
    }

    // All members ask for the same, down to the subject, so it does not matter who is first.
    private static ConsumerConfig Config(string stream, string name, string topic, string group) => new(name)
    {
        DeliverSubject = $"_INBOX.sluice.{stream}.{name}",
        DeliverGroup = group,
        FilterSubject = topic,
        DeliverPolicy = ConsumerConfigDeliverPolicy.All,
        AckPolicy = ConsumerConfigAckPolicy.Explicit,
        AckWait = AckWait,
        MaxAckPending = AckPendingMax,
    };
}
