using Microsoft.Extensions.Hosting;

namespace Sluice.Server.Publishing;

/// <summary>
/// Sees to it that firings that start nothing are told from the first event on that this node can be asked to handle. They are told
/// by the owner of partition 0, which need not be awake by then.
/// </summary>
internal sealed class FailedTriggerPublishing(PublishingBus bus, IPublishStore store) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (bus.Transport is not null)
        {
            await store.OpenCursorAsync(IPublishStore.FailedOccurrences, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
