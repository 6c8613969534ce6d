using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>A server on a port of its own that answers as a test tells it to, and remembers what it was asked.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    /// <summary>What was asked, as method, path with query, and body.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>The headers of the last request.</summary>
    public IHeaderDictionary LastHeaders { get; private set; } = new HeaderDictionary();

    public HttpClient Http { get; private init; } = new();

    /// <summary>Starts a server that gives every request the same answer.</summary>
    public static async Task<StubServer> AnswerAsync(int status, string body, string contentType = "application/json")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubServer(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var asked = await reader.ReadToEndAsync(context.RequestAborted);
            stub.Requests.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {asked}".TrimEnd());
            stub.LastHeaders = new HeaderDictionary(context.Request.Headers.ToDictionary());
            context.Response.StatusCode = status;
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        stub.Http.BaseAddress = new Uri($"{app.Urls.Single()}/stack");
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
