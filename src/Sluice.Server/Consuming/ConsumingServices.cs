using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Consuming.Kafka;
using Sluice.Server.Consuming.Nats;

namespace Sluice.Server.Consuming;

/// <summary>Registers consuming.</summary>
public static class ConsumingServices
{
    /// <summary>
    /// Adds what takes messages from a broker, and the use cases around parked ones. To be added after what handles events: services
    /// stop in the opposite order, so messages in hand can still be handled.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">Which; null consumes none.</param>
    public static IServiceCollection AddConsuming(this IServiceCollection services, ConsumingOptions? options)
    {
        services
            .AddSingleton<ConsumingState>()
            .AddSingleton<ParkMessage>()
            .AddSingleton<RetryParkedMessage>()
            .AddSingleton<ConsumeMessage>();
        return options switch
        {
            null => services,
            { Nats: { } nats } => services
                .AddSingleton(options)
                .AddSingleton(nats)
                .AddHostedService<NatsConsuming>(),
            { Kafka: { } kafka } => services
                .AddSingleton(options)
                .AddSingleton(kafka)
                .AddHostedService<KafkaConsuming>(),
            _ => throw new InvalidOperationException("no broker is chosen to consume from"),
        };
    }
}
