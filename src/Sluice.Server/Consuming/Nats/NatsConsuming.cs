using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Server.Publishing;

namespace Sluice.Server.Consuming.Nats;

/// <summary>Consumes every topic from NATS JetStream for as long as the process runs.</summary>
internal sealed class NatsConsuming(
    ConsumingOptions options, NatsOptions nats, ConsumeMessage consume, ConsumingState state, TimeProvider clock, ILogger<NatsConsuming> logger)
    : IHostedService, IAsyncDisposable
{
    private NatsTopic[] _topics = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _topics = [.. options.Topics.Distinct().Select(topic => new NatsTopic(topic, options.QueueGroup, nats, consume, state, clock, logger))];
        return Task.CompletedTask;
    }

    /// <summary>
    /// Takes no more, finishes the messages in hand for as long as the token allows, and gives the others back.
    /// </summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(_topics.Select(topic => topic.StopAsync(cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        foreach (var topic in _topics)
        {
            await topic.DisposeAsync();
        }
    }
}
