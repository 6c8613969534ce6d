using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Server.Hosting;

namespace Sluice.Server.Activities;

/// <summary>Registers what makes attempts of activities.</summary>
public static class ActivityServices
{
    /// <summary>Adds the runner that calls the stack.</summary>
    public static IServiceCollection AddActivities(this IServiceCollection services, SluiceOptions options) => services
        .AddSingleton(provider => new HttpActivityRunner(
            Client(options, provider), options.ParallelActivitiesMax, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IActivityRunner>(provider => provider.GetRequiredService<HttpActivityRunner>());

    private static HttpClient Client(SluiceOptions options, IServiceProvider provider)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = options.ParallelActivitiesMax,
            // The stack may move to other addresses while connections to the old ones would live on.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            UseCookies = false,
            ActivityHeadersPropagator = null,
        };
        var client = new HttpClient(handler)
        {
            BaseAddress = WithSlash(options.StackUrl ?? OwnAddress(provider)),
            // The runner's own clock limits each attempt.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("sluice", ServerVersion.Current));
        return client;
    }

    private static Uri WithSlash(Uri uri) => uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");

    /// <summary>Where this process listens. Resolved on first use, which is after the port is bound.</summary>
    private static Uri OwnAddress(IServiceProvider provider)
    {
        var addresses = provider.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses;
        var address = addresses?.FirstOrDefault(a => a.StartsWith("http://", StringComparison.Ordinal))
            ?? throw new InvalidOperationException("without a stack URL this process is its own stack, but it listens on no http address");
        return new Uri(address.Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal).Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal));
    }
}
