using System.Net;
using System.Net.Http.Headers;
using Sluice.Server.Activities.Authentication;
using Sluice.Server.Hosting;

namespace Sluice.Server.Activities;

/// <summary>Makes the client that calls the stack.</summary>
internal static class StackHttp
{
    /// <summary>A client whose base address is the stack's, and which authorizes its requests if there are credentials.</summary>
    internal static HttpClient Client(Uri stack, SluiceOptions options, TimeProvider clock)
    {
        var address = WithSlash(stack);
        var connections = Connections(options.ParallelActivitiesMax);
        if (options.StackCredentials is not { } credentials)
        {
            return Client(address, connections);
        }

        // Tokens have a connection of their own: those of the calls may all be taken by a service that hangs.
        var tokens = new StackTokens(Client(address, Connections(1)), credentials, clock);
        return Client(address, new StackAuthorization(address, tokens) { InnerHandler = connections });
    }

    private static HttpClient Client(Uri address, HttpMessageHandler handler)
    {
        var client = new HttpClient(handler)
        {
            BaseAddress = address,
            // Each call is limited by the clock of whoever makes it.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("sluice", ServerVersion.Current));
        return client;
    }

    private static SocketsHttpHandler Connections(int atMost) => new()
    {
        MaxConnectionsPerServer = atMost,
        // The stack may move to other addresses while connections to the old ones would live on.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
        ActivityHeadersPropagator = null,
    };

    private static Uri WithSlash(Uri uri) => uri.AbsolutePath.EndsWith('/') ? uri : new Uri(uri.AbsoluteUri + "/");
}
