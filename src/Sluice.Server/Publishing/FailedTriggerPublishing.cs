using Microsoft.Extensions.Hosting;

namespace Sluice.Server.Publishing;

/// <summary>
/// Tells of firings that started nothing for as long as the node runs. They belong to no partition; were there several nodes, each
/// would tell of them, with the same keys.
/// </summary>
internal sealed class FailedTriggerPublishing(EventPublishing publishing) : IHostedService
{
    private FeedPublisher? _publisher;

    // Awaited: from the first event on that the node can be asked to handle, the cursor is there.
    public async Task StartAsync(CancellationToken cancellationToken) => _publisher = await publishing.OpenFailedAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_publisher is { } publisher)
        {
            await publisher.DisposeAsync();
        }
    }
}
