using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Sluice.Server.Consuming.Kafka;

/// <summary>
/// Handles the messages of a membership side by side. A broker of this kind does not deliver a single message again, so each stays
/// in hand until it is done, or its partition is another's.
/// </summary>
internal sealed class KafkaDelivery(ConsumeMessage consume, TimeProvider clock, CancellationToken givingUp)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    private int _inHand;
    private int _refused;

    /// <summary>How many messages are in hand.</summary>
    public int InHand => Volatile.Read(ref _inHand);

    /// <summary>How many of them this node cannot handle at the moment: it should read no further.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Begins to handle a message and returns at once.</summary>
    public void Begin(KafkaPartition partition, ConsumeResult<Ignore, byte[]> result)
    {
        partition.Begin(result.Offset);
        Interlocked.Increment(ref _inHand);
        _ = Task.Run(() => HandleAsync(partition, result), CancellationToken.None);
    }

    /// <summary>Waits until nothing is in hand, or it is given up and so delivered again.</summary>
    public void Finish()
    {
        while (InHand > 0 && !givingUp.IsCancellationRequested)
        {
            givingUp.WaitHandle.WaitOne(BetweenLooks);
        }
    }

    private async Task HandleAsync(KafkaPartition partition, ConsumeResult<Ignore, byte[]> result)
    {
        try
        {
            var message = Received(result);
            for (var tries = 1UL; !partition.IsClosed && !givingUp.IsCancellationRequested; tries++)
            {
                var outcome = await consume.HandleAsync(message, givingUp);
                if (outcome == MessageOutcome.Done)
                {
                    partition.Complete(result.Offset);
                    return;
                }

                await WaitAsync(outcome, RedeliveryDelay.InHandAfter(tries));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inHand);
        }
    }

    private async Task WaitAsync(MessageOutcome outcome, TimeSpan delay)
    {
        var refused = outcome == MessageOutcome.Refused ? 1 : 0;
        Interlocked.Add(ref _refused, refused);
        await Task.Delay(delay, clock, givingUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Interlocked.Add(ref _refused, -refused);
    }

    private static ReceivedMessage Received(ConsumeResult<Ignore, byte[]> result) => new(result.Topic, IdOf(result), result.Message.Value);

    // With the time, since a topic that is made again counts from nought again.
    private static string IdOf(ConsumeResult<Ignore, byte[]> result) =>
        result.Message.Headers.TryGetLastBytes(ReceivedMessage.IdHeader, out var id) && id is { Length: > 0 }
            ? Encoding.UTF8.GetString(id)
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Topic}-{result.Partition.Value}-{result.Offset.Value}-{result.Message.Timestamp.UnixTimestampMs}");
}
