using Microsoft.Extensions.Logging;
using Sluice.Engine;

namespace Sluice.Server.Consuming;

/// <summary>The use case of parking a message.</summary>
public sealed partial class ParkMessage(IParkedMessageStore store, ConsumingState state, TimeProvider clock, ILogger<ParkMessage> logger)
{
    /// <summary>How often the log tells of parked messages: a flood of them must not become a flood of lines.</summary>
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _told;
    private long _parked;
    private long _dropped;

    /// <summary>Parks a message; that is durable when the task completes.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="tries">How often it was tried.</param>
    /// <param name="cancellationToken">Stops the wait, not a write under way.</param>
    public async Task HandleAsync(ReceivedMessage message, string reason, int tries, CancellationToken cancellationToken)
    {
        var parked = new ParkedMessage(
            ParkedMessageId.Of(message),
            Cut(message.Topic, Limits.EventKeyCharsMax),
            Cut(message.Id, Limits.EventKeyCharsMax),
            Cut(reason, Limits.FailureCharsMax),
            tries,
            clock.GetUtcMicroseconds(),
            message.Body.Length,
            message.Body[..Math.Min(message.Body.Length, ParkedMessage.BodyBytesMax)]);
        var result = await store.AddAsync(parked, ParkedMessage.KeptMax, cancellationToken);
        if (result.Added)
        {
            state.OnParked(result.Dropped);
            Tell(parked, result.Dropped);
        }
    }

    private static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    private void Tell(ParkedMessage message, int dropped)
    {
        lock (_gate)
        {
            (_parked, _dropped) = (_parked + 1, _dropped + dropped);
            if (_told is { } told && clock.GetElapsedTime(told) < BetweenLines)
            {
                return;
            }

            LogParked(_parked, _dropped, message.MessageId, message.Topic, message.Reason);
            (_told, _parked, _dropped) = (clock.GetTimestamp(), 0, 0);
        }
    }

    [LoggerMessage(
        EventId = 901,
        Level = LogLevel.Warning,
        Message = "{Parked} messages were parked since this was told last, and {Dropped} older ones dropped to keep their number in bounds. The last is {MessageId} of {Topic}: {Reason}")]
    private partial void LogParked(long parked, long dropped, string messageId, string topic, string reason);
}
