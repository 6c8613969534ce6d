using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Sandbox.Auth;
using Sluice.Sandbox.Events;
using Sluice.Sandbox.Payments;

namespace Sluice.Sandbox.Tests;

/// <summary>A sandbox of its own: a real server on a free port and a real file in a fresh directory, which a restart keeps.</summary>
internal sealed class SandboxApp : IAsyncDisposable, ISandboxEventSubscriber
{
    private readonly string _directory = Directory.CreateTempSubdirectory("sluice-sandbox-").FullName;
    private readonly TimeProvider _clock;
    private readonly List<SandboxEvent> _events = [];
    private readonly PaymentsOptions _payments;
    private readonly AuthOptions _auth;
    private WebApplication? _app;

    private readonly ISandboxEventConsumer? _consumer;

    private SandboxApp(TimeProvider clock, PaymentsOptions payments, AuthOptions auth, ISandboxEventConsumer? consumer)
    {
        _consumer = consumer;
        _clock = clock;
        _payments = payments;
        _auth = auth;
    }

    public HttpClient Http { get; private set; } = null!;

    /// <summary>What was announced until now; the writer may be adding to it.</summary>
    public IReadOnlyList<SandboxEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public string DataDirectory => _directory;

    public static async Task<SandboxApp> StartAsync(
        TimeProvider? clock = null, PaymentsOptions? payments = null, AuthOptions? auth = null, ISandboxEventConsumer? consumer = null)
    {
        var app = new SandboxApp(clock ?? TimeProvider.System, payments ?? new PaymentsOptions(), auth ?? new AuthOptions(), consumer);
        await app.OpenAsync();
        return app;
    }

    /// <summary>
    /// Starts another sandbox on what a crash of this one would leave behind right now: the files as they are, nothing closed.
    /// </summary>
    public async Task<SandboxApp> StartCopyAsync(ISandboxEventConsumer? consumer = null)
    {
        var copy = new SandboxApp(_clock, _payments, _auth, consumer);
        CopyFiles(copy._directory);
        await copy.OpenAsync();
        return copy;
    }

    /// <summary>Copies the files as they are; the shared memory would not survive a crash either.</summary>
    public void CopyFiles(string directory)
    {
        foreach (var file in Directory.GetFiles(_directory, "sandbox.db*").Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(directory, Path.GetFileName(file)));
        }
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    public Task StopAsync() => CloseAsync();

    public Task StartAgainAsync() => OpenAsync();

    public void OnEvent(SandboxEvent sandboxEvent)
    {
        lock (_events)
        {
            _events.Add(sandboxEvent);
        }
    }

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value)));
    }

    /// <summary>Reads until the answer is the expected one.</summary>
    public async Task<Answer> EventuallyAsync(string path, Func<Answer, bool> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        while (true)
        {
            var answer = await GetAsync(path);
            if (condition(answer))
            {
                return answer;
            }

            Assert.False(deadline.IsCancellationRequested, $"still {answer.Body}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PostAsync(string path, string? body, string? key = null) => SendAsync(HttpMethod.Post, path, body, key);

    /// <summary>Posts a transaction to the default ledger.</summary>
    public Task<Answer> TransactAsync(string body, string? key = null) => PostAsync("/api/ledger/v2/default/transactions", body, key);

    /// <summary>Moves an amount of USD/2 and requires that it worked.</summary>
    public async Task<Answer> MoveAsync(string source, string destination, string amount, string? key = null) =>
        (await TransactAsync(Move(source, destination, amount), key)).Require(HttpStatusCode.OK);

    public static string Move(string source, string destination, string amount, string asset = "USD/2") =>
        $$$"""{"postings":[{"source":"{{{source}}}","destination":"{{{destination}}}","amount":{{{amount}}},"asset":"{{{asset}}}"}],"metadata":{}}""";

    public static string Script(string plain, string vars = "{}") =>
        $$$"""{"script":{"plain":{{{JsonSerializer.Serialize(plain)}}},"vars":{{{vars}}}},"metadata":{}}""";

    /// <summary>The balance of USD/2, as the digits on the wire.</summary>
    public async Task<string> BalanceAsync(string account)
    {
        var answer = (await GetAsync($"/api/ledger/default/accounts/{account}")).Require(HttpStatusCode.OK);
        return answer.Data.GetProperty("balances").TryGetProperty("USD/2", out var balance) ? balance.GetRawText() : "0";
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task OpenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_clock);
        builder.Services.AddSingleton<ISandboxEventSubscriber>(this);
        if (_consumer is not null)
        {
            builder.Services.AddSingleton(_consumer);
        }

        builder.Services.AddSandbox(new SandboxOptions { DataDirectory = _directory, Payments = _payments, Auth = _auth });
        _app = builder.Build();
        _app.MapSandbox();
        _app.MapGet("/neighbour", () => "untouched");
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Http = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    private async Task CloseAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            Http.Dispose();
            await app.StopAsync(CancellationToken.None);
            await app.DisposeAsync();
        }
    }
}

/// <summary>What the sandbox answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public JsonElement Data => Json.GetProperty("data");

    public JsonElement Cursor => Json.GetProperty("cursor");

    public string? ErrorCode => Json.GetProperty("errorCode").GetString();

    public string ErrorMessage => Json.GetProperty("errorMessage").GetString()!;

    public bool IsHit => Headers.TryGetValue("Idempotency-Hit", out var hit) && hit == "true";

    public Answer Require(HttpStatusCode status)
    {
        Assert.True(Status == status, $"expected {status}, found {Status}: {Body}");
        return this;
    }

    public Answer RequireError(HttpStatusCode status, string code)
    {
        Require(status);
        Assert.Equal(code, ErrorCode);
        Assert.NotEmpty(ErrorMessage);
        return this;
    }
}
