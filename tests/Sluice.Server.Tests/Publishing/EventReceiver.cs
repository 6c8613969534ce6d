using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Tests.Publishing;

/// <summary>One message as it came over HTTP, and the parts of its envelope that tests look at.</summary>
internal sealed record ReceivedMessage(string? ContentType, string? Uuid, string? Metadata, string Body)
{
    public JsonElement Envelope { get; } = JsonElement.Parse(Body);

    public string Type => Envelope.GetProperty("type").GetString()!;

    public string Key => Envelope.GetProperty("idempotency_key").GetString()!;

    public string? Instance => Envelope.GetProperty("payload").TryGetProperty("instanceID", out var id) ? id.GetString() : null;
}

/// <summary>What events are posted to. It can be told to refuse them.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EventReceiver(WebApplication app) => _app = app;

    public Uri Address => new($"{_app.Urls.Single()}/hook");

    public ConcurrentQueue<ReceivedMessage> Received { get; } = new();

    public int Refused { get; private set; }

    /// <summary>What it answers with; only successes count as received.</summary>
    public int Status { get; set; } = StatusCodes.Status204NoContent;

    public static async Task<EventReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var receiver = new EventReceiver(builder.Build());
        receiver._app.Urls.Add("http://127.0.0.1:0");
        receiver._app.MapPost("/hook", receiver.ReceiveAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ReceiveAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var message = new ReceivedMessage(
            request.ContentType, request.Headers["Message-Uuid"], request.Headers["Message-Metadata"], await reader.ReadToEndAsync());
        if (Status >= StatusCodes.Status300MultipleChoices)
        {
            Refused++;
            return Results.StatusCode(Status);
        }

        Received.Enqueue(message);
        return Results.StatusCode(Status);
    }
}
