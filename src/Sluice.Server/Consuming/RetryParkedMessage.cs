using Sluice.Engine;
using Sluice.Server.Triggers;

namespace Sluice.Server.Consuming;

/// <summary>The use case of handling a parked message once more.</summary>
public sealed class RetryParkedMessage(IParkedMessageStore store, HandleEvent handle)
{
    /// <summary>Handles a parked message. When everything it starts is durable it is no longer parked.</summary>
    /// <param name="id">The message.</param>
    /// <param name="cancellationToken">Gives up; what has been started stays, and is met again by the next try.</param>
    /// <returns>Null, or why it is parked still.</returns>
    public async Task<Refusal?> HandleAsync(ParkedMessageId id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } message)
        {
            return Refusal.NotFound("Parked message not found");
        }

        if (!message.IsWhole)
        {
            return Refusal.Validation($"only the first {message.Body.Length} of the message's {message.Size} bytes are kept; publish it again");
        }

        if (EventEnvelope.TryParse(message.Body.Span, out var envelope) is { } problem)
        {
            return Refusal.Validation(problem);
        }

        if (await handle.HandleAsync(envelope!, message.MessageId, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await store.DeleteAsync(id, cancellationToken);
        return null;
    }
}
