using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Peers;

/// <summary>
/// What every system's workflows call: it answers each POST like a ledger that has committed a transaction, at once and without
/// keeping anything, and a GET with the number of POSTs so far.
/// </summary>
internal static class EchoServer
{
    private static readonly byte[] Answer =
        """{"data":{"id":1,"timestamp":"2026-01-01T00:00:00Z","postings":[{"source":"world","destination":"users:1","amount":100,"asset":"USD/2"}],"metadata":{},"reverted":false}}"""u8.ToArray();

    public static async Task RunAsync(int port, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http1));
        await using var app = builder.Build();
        var calls = 0L;
        app.Run(context =>
        {
            if (HttpMethods.IsGet(context.Request.Method))
            {
                return context.Response.WriteAsync(Interlocked.Read(ref calls).ToString(CultureInfo.InvariantCulture), context.RequestAborted);
            }

            Interlocked.Increment(ref calls);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = Answer.Length;
            return context.Response.Body.WriteAsync(Answer, context.RequestAborted).AsTask();
        });
        await app.RunAsync(cancellationToken);
    }
}
