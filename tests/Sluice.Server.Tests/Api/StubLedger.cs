using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Server.Tests.Api;

/// <summary>A ledger that answers as the ledger's name says: anything else commits.</summary>
public sealed class StubLedger : IAsyncDisposable
{
    public const string Refusing = "refusing";
    public const string Failing = "failing";
    public const string Held = "held";

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;
    private int _transactions;

    public Uri Address => new(_app!.Urls.Single());

    /// <summary>The bodies received, by ledger.</summary>
    public ConcurrentQueue<(string Ledger, string Body)> Received { get; } = new();

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.MapPost("/api/ledger/v2/{ledger}/transactions", TransactAsync);
        _app.MapPost("/api/ledger/v2/{ledger}/accounts/{address}/metadata", (string ledger) => Answer(ledger) ?? Results.NoContent());
        await _app.StartAsync();
    }

    /// <summary>Lets the answers of the ledger <see cref="Held"/> out.</summary>
    public void Release() => _release.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> TransactAsync(string ledger, HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var body = await reader.ReadToEndAsync();
        Received.Enqueue((ledger, body));
        if (ledger == Held)
        {
            await _release.Task;
        }

        return Answer(ledger) ?? Committed(JsonNode.Parse(body)!.AsObject());
    }

    private static IResult? Answer(string ledger) => ledger switch
    {
        Refusing => Results.Json(new { errorCode = "VALIDATION", errorMessage = "the ledger says no" }, statusCode: 400),
        Failing => Results.Json(new { errorCode = "INTERNAL", errorMessage = "the ledger is ill" }, statusCode: 500),
        _ => null,
    };

    private IResult Committed(JsonObject request) => Results.Text(
        new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["id"] = Interlocked.Increment(ref _transactions),
                ["postings"] = request["postings"]?.DeepClone() ?? new JsonArray(),
                ["metadata"] = request["metadata"]?.DeepClone(),
                ["timestamp"] = "2024-05-01T10:00:00.123456Z",
                ["reverted"] = false,
            },
        }.ToJsonString(new JsonSerializerOptions()),
        "application/json");
}
