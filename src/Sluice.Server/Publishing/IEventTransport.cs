namespace Sluice.Server.Publishing;

/// <summary>Carries messages to a bus. Implementations are safe for concurrent use; they keep no order between calls.</summary>
public interface IEventTransport : IAsyncDisposable
{
    /// <summary>Publishes one message; when the task completes, the bus has taken it over.</summary>
    /// <exception cref="PublishFailedException">The bus did not take it, or it is unknown whether it did; it is to be published again.</exception>
    Task PublishAsync(PublishedMessage message, CancellationToken cancellationToken);
}

/// <summary>The bus did not acknowledge a message.</summary>
/// <param name="message">Why, without secrets.</param>
/// <param name="inner">The error underneath, if there is one.</param>
public sealed class PublishFailedException(string message, Exception? inner = null) : Exception(message, inner);
