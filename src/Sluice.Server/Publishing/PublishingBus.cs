namespace Sluice.Server.Publishing;

/// <summary>The bus that events go to, if there is one.</summary>
/// <param name="transport">What carries messages to it; null when publishing is off.</param>
public sealed class PublishingBus(IEventTransport? transport) : IAsyncDisposable
{
    /// <summary>What carries messages to it; null when publishing is off.</summary>
    public IEventTransport? Transport => transport;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => transport?.DisposeAsync() ?? ValueTask.CompletedTask;
}
