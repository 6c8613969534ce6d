using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Testing;

namespace Sluice.Peers;

/// <summary>Restate: its server on one node, called at its ingress, and a Node.js process that has the handlers.</summary>
internal sealed class RestateSystem : ISystemUnderTest
{
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly TemporaryDirectory _data;
    private readonly ServerProcess _server;
    private readonly ServerProcess _handlers;
    private readonly HttpClient _admin;

    private RestateSystem(TemporaryDirectory data, ServerProcess server, ServerProcess handlers, HttpClient admin, Uri address)
    {
        _data = data;
        _server = server;
        _handlers = handlers;
        _admin = admin;
        Address = address;
    }

    public Uri Address { get; }

    public IReadOnlyList<int> Processes => [_server.Id, _handlers.Id];

    public IReadOnlyList<string> Data => [_data.Path];

    public static async Task<ISystemUnderTest> StartAsync(NodePackages packages, Uri target, CancellationToken cancellationToken)
    {
        var (node, ingress, admin, handlers) = (Ports.Free(), Ports.Free(), Ports.Free(), Ports.Free());
        var data = new TemporaryDirectory();
        var settings = data.Entry("restate.toml");
        await File.WriteAllTextAsync(
            settings,
            string.Create(CultureInfo.InvariantCulture, $"""
                disable-telemetry = true
                log-filter = "warn"
                listen-mode = "tcp"
                bind-ip = "127.0.0.1"
                bind-port = {node}
                [ingress]
                bind-port = {ingress}
                [admin]
                bind-port = {admin}
                """),
            cancellationToken);
        var server = ServerProcess.Start(packages.RestateServer, "--no-logo", "--base-dir", data.Entry("data"), "--config-file", settings);
        var system = new RestateSystem(
            data,
            server,
            await packages.RunAsync("restate.js", handlers, target.AbsoluteUri),
            new HttpClient { BaseAddress = Loopback(admin) },
            Loopback(ingress));
        try
        {
            await system.RegisterAsync(Loopback(handlers), cancellationToken);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    public Task<Work> PrepareAsync(Scenario scenario, CancellationToken cancellationToken) => Task.FromResult(scenario switch
    {
        Scenario.Noop => Post("/work/noop", 200, "\"done\""),
        Scenario.Calls => Post("/work/calls", 200, "\"done\""),
        Scenario.Sleep => Post("/sleeper/sleep/send", 202, "Accepted"),
        Scenario.Event => EventAsync,
        _ => throw new ArgumentOutOfRangeException(nameof(scenario)),
    });

    /// <summary>Those that are suspended until their timer is due.</summary>
    public async Task<long> CountSleepersAsync(CancellationToken cancellationToken)
    {
        using var query = JsonContent.Create(new
        {
            query = "SELECT count(*) AS n FROM sys_invocation_status WHERE target_service_name = 'sleeper' AND status = 'suspended'",
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/query") { Content = query, Headers = { { "Accept", "application/json" } } };
        using var answer = await _admin.SendAsync(request, cancellationToken);
        var rows = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return rows.GetProperty("rows")[0].GetProperty("n").GetInt64();
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
        await _handlers.DisposeAsync();
        _data.Dispose();
    }

    private static Uri Loopback(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));

    // Over HTTP/2, in both directions at once, as the server prefers it.
    private async Task RegisterAsync(Uri handlers, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(UpWithin, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        while (!await TryRegisterAsync(handlers, both.Token))
        {
            await Task.Delay(BetweenTries, TimeProvider.System, both.Token);
        }
    }

    private async Task<bool> TryRegisterAsync(Uri handlers, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await _admin.PostAsJsonAsync("/deployments", new { uri = handlers }, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Work Post(string path, int status, string text)
    {
        var request = RequestBytes.Post(Address, path);
        var expected = System.Text.Encoding.ASCII.GetBytes(text);
        return async (connection, cancellationToken) =>
            RequestBytes.Expect(await connection.SendAsync(request, cancellationToken), status, expected);
    }

    private async ValueTask EventAsync(Bench.Http11Connection connection, CancellationToken cancellationToken)
    {
        var key = $"{Guid.NewGuid():N}";
        RequestBytes.Expect(await connection.SendAsync(RequestBytes.Post(Address, $"/approval/{key}/run/send"), cancellationToken), 202, "Accepted"u8);
        RequestBytes.Expect(await connection.SendAsync(RequestBytes.Post(Address, $"/approval/{key}/go"), cancellationToken), 200);
        RequestBytes.Expect(
            await connection.SendAsync(RequestBytes.Get(Address, $"/restate/workflow/approval/{key}/attach"), cancellationToken), 200, "\"done\""u8);
    }
}
