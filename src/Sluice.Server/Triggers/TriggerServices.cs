using Microsoft.Extensions.DependencyInjection;
using Sluice.Expressions;
using Sluice.Server.Activities;
using Sluice.Server.Hosting;

namespace Sluice.Server.Triggers;

/// <summary>Registers triggers and the use cases around them.</summary>
public static class TriggerServices
{
    /// <summary>Adds what looks at events and starts instances.</summary>
    public static IServiceCollection AddTriggers(this IServiceCollection services, SluiceOptions options) => services
        .AddSingleton(options)
        .AddSingleton(provider => Link(ActivityServices.StackAddress(provider, options), options, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new TriggerExpressions(
            // Found when first called: without a stack URL the address is known only once this process listens.
            HostFunction.FromAsync((arguments, cancellationToken) =>
                provider.GetRequiredService<LinkFunction>().InvokeAsync(arguments, cancellationToken)),
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<TriggerIndex>()
        .AddSingleton<CreateTrigger>()
        .AddSingleton<DeleteTrigger>()
        .AddSingleton<TestTrigger>()
        .AddSingleton<HandleEvent>();

    private static LinkFunction Link(Uri stack, SluiceOptions options, TimeProvider clock) =>
        new(StackHttp.Client(stack, options, clock), new LinkHosts(stack, options), clock);
}
