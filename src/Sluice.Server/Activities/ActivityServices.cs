using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Server.Hosting;

namespace Sluice.Server.Activities;

/// <summary>Registers what makes attempts of activities.</summary>
public static class ActivityServices
{
    /// <summary>Adds the runner that calls the stack.</summary>
    public static IServiceCollection AddActivities(this IServiceCollection services, SluiceOptions options) => services
        .AddSingleton(provider =>
        {
            var clock = provider.GetRequiredService<TimeProvider>();
            return new HttpActivityRunner(
                StackHttp.Client(StackAddress(provider, options), options, clock), options.ParallelActivitiesMax, clock,
                provider.GetRequiredService<ILogger<HttpActivityRunner>>());
        })
        .AddSingleton<IActivityRunner>(provider => provider.GetRequiredService<HttpActivityRunner>());

    /// <summary>The base address of the stack.</summary>
    internal static Uri StackAddress(IServiceProvider provider, SluiceOptions options) => options.StackUrl ?? OwnAddress(provider);

    /// <summary>Where this process listens. Resolved on first use, which is after the port is bound.</summary>
    private static Uri OwnAddress(IServiceProvider provider)
    {
        var addresses = provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        var address = addresses?.FirstOrDefault(a => a.StartsWith("http://", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("without a stack URL this process is its own stack, but it listens on no http address");
        return new Uri(address.Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal));
    }
}
