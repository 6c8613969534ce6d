using Microsoft.Extensions.Logging;
using Sluice.Engine;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;
using Sluice.Server.Triggers;

namespace Sluice.Server.Consuming;

/// <summary>
/// The use case of a message from a broker: its event is handled, or the message is parked because no delivery will make it right.
/// Either way it stands in nobody's way.
/// </summary>
public sealed partial class ConsumeMessage(HandleEvent handle, ParkMessage park, ConsumingState state, ILogger<ConsumeMessage> logger)
{
    /// <summary>
    /// How often the handling of a message may fail in a way that nobody foresaw before it is parked. Refusals of the moment, such as
    /// a store that is away, do not count.
    /// </summary>
    public const int TriesMax = 5;

    /// <summary>How many messages' failures are remembered. One that is forgotten only gets more tries.</summary>
    private const int FailingMax = 10_000;

    private readonly OrderedDictionary<(string Topic, string Id), int> _failing = [];

    /// <summary>Handles a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Gives up; then it is to be delivered again.</param>
    public async Task<MessageOutcome> HandleAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return await HandleOrParkAsync(message, cancellationToken);
        }
        catch (Exception exception) when (IsOfTheMoment(exception))
        {
            state.OnRefused(exception.Message);
            return MessageOutcome.Refused;
        }
    }

    private async Task<MessageOutcome> HandleOrParkAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        try
        {
            if (Read(message, out var envelope) is { } problem)
            {
                await park.HandleAsync(message, problem, tries: 1, cancellationToken);
                return MessageOutcome.Done;
            }

            if (await handle.HandleAsync(envelope!, message.Id, cancellationToken) is { } refusal)
            {
                state.OnRefused(refusal.Message);
                return MessageOutcome.Refused;
            }

            Forget(message);
            state.OnHandled();
            return MessageOutcome.Done;
        }
        catch (Exception exception) when (!IsOfTheMoment(exception) && exception is not OutOfMemoryException)
        {
            // The loop's edge: one message that cannot be handled must not keep the others from it.
            return await FailAsync(message, exception, cancellationToken);
        }
    }

    private static string? Read(ReceivedMessage message, out EventEnvelope? envelope)
    {
        envelope = null;
        return message.Id.Length > Limits.EventKeyCharsMax
            ? $"the message's id is longer than {Limits.EventKeyCharsMax} characters"
            : EventEnvelope.TryParse(message.Body.Span, out envelope);
    }

    private async Task<MessageOutcome> FailAsync(ReceivedMessage message, Exception exception, CancellationToken cancellationToken)
    {
        state.OnFailed(exception.Message);
        var tries = CountFailure(message);
        if (tries < TriesMax)
        {
            LogFailed(message.Topic, message.Id, tries, TriesMax, exception);
            return MessageOutcome.Failed;
        }

        await park.HandleAsync(message, $"{exception.GetType().Name}: {exception.Message}", tries, cancellationToken);
        Forget(message);
        return MessageOutcome.Done;
    }

    private int CountFailure(ReceivedMessage message)
    {
        lock (_failing)
        {
            var key = (message.Topic, message.Id);
            if (!_failing.TryGetValue(key, out var failures) && _failing.Count == FailingMax)
            {
                _failing.RemoveAt(0);
            }

            return _failing[key] = failures + 1;
        }
    }

    private void Forget(ReceivedMessage message)
    {
        lock (_failing)
        {
            _failing.Remove((message.Topic, message.Id));
        }
    }

    // What passes by itself says nothing of the message.
    private static bool IsOfTheMoment(Exception exception) =>
        exception is JournalUnavailableException or JournalFullException or OperationCanceledException or OwnerAwayException;

    [LoggerMessage(EventId = 900, Level = LogLevel.Warning, Message = "Message {MessageId} of {Topic} could not be handled, try {Try} of {TriesMax}")]
    private partial void LogFailed(string topic, string messageId, int @try, int triesMax, Exception exception);
}
