using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Publishing;

/// <summary>Registers publishing.</summary>
public static class PublishingServices
{
    /// <summary>Adds what tells the journal to the bus.</summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How; null turns it off.</param>
    public static IServiceCollection AddPublishing(this IServiceCollection services, PublishingOptions? options) => services
        .AddSingleton(provider => new PublishingBus(options is null ? null : Transport(options, provider)))
        .AddSingleton<PublishingState>()
        .AddSingleton<EventPublishing>()
        .AddHostedService<FailedTriggerPublishing>();

    private static IEventTransport Transport(PublishingOptions options, IServiceProvider provider)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var topic = options.Topics.Map(PublishedMessage.Topic);
        return options.Transport switch
        {
            PublishingTransport.Http => new HttpTransport(new Uri(topic), clock),
            PublishingTransport.Nats => new NatsTransport(options.Nats, topic, clock),
            PublishingTransport.Kafka => new KafkaTransport(options.Kafka, topic, clock, provider.GetRequiredService<ILogger<KafkaTransport>>()),
            var other => throw new InvalidOperationException($"there is no transport '{other}'"),
        };
    }
}
