using Sluice.Chaos.Faults;
using Sluice.Chaos.Load;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>
/// The server and the sandbox in processes of their own, on data that outlives them. One owner kills and restarts; callers ask for
/// the current address of the server before every request.
/// </summary>
internal sealed class SluiceUnderTest : ISystemUnderTest, IAsyncDisposable
{
    // The callers, other suites and the start itself share the cores: a hang is to be told from a slow machine.
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(5);

    private readonly TemporaryDirectory _data = new();
    private readonly JsonOverHttp _http = new();
    private SluiceProcess? _server;
    private SluiceProcess? _sandbox;
    private volatile Uri? _serverAddress;
    private Uri _stackAddress = null!;

    /// <summary>What stands between the server and the sandbox.</summary>
    public StackRelay Relay { get; } = new();

    /// <summary>The last known address of the server; it may be dead.</summary>
    public Uri Server => _serverAddress ?? throw new InvalidOperationException("The server was never up.");

    /// <summary>The ledger's base address, while the sandbox is up.</summary>
    public Uri Ledger => new(_stackAddress, "/api/ledger/v2/");

    /// <summary>The base address of the wallets, while the sandbox is up.</summary>
    public Uri Wallets => new(_stackAddress, "/api/wallets/");

    /// <summary>The base address of the payments, while the sandbox is up.</summary>
    public Uri Payments => new(_stackAddress, "/api/payments/");

    /// <summary>The last output of both processes.</summary>
    public string Output => $"--- server\n{_server?.Output}\n--- sandbox\n{_sandbox?.Output}";

    /// <summary>Starts the sandbox and waits until it answers.</summary>
    public async Task StartSandboxAsync(CancellationToken cancellationToken)
    {
        _sandbox = SluiceProcess.Start("sandbox", "--listen", "127.0.0.1:0", "--data", _data.Entry("sandbox"));
        var address = await _sandbox.Address.WaitAsync(UpWithin, TimeProvider.System, cancellationToken);
        _stackAddress = address;
        await UntilAnswersAsync(new Uri(Ledger, "_info"), _sandbox, cancellationToken);
        Relay.PointAt(address);
    }

    /// <summary>Starts the server process without waiting for it.</summary>
    public void LaunchServer() => _server = SluiceProcess.Start(
        "serve", "--listen", "127.0.0.1:0", "--data", _data.Entry("server"), "--stack-url", Relay.Address.AbsoluteUri.TrimEnd('/'));

    /// <summary>Waits until the launched server answers.</summary>
    public async Task ServerUpAsync(CancellationToken cancellationToken)
    {
        var server = _server ?? throw new InvalidOperationException("Launch the server first.");
        var address = await server.Address.WaitAsync(UpWithin, TimeProvider.System, cancellationToken);
        await UntilAnswersAsync(new Uri(address, "/_healthcheck"), server, cancellationToken);
        _serverAddress = address;
    }

    /// <summary>Kills the server; it must not have ended by itself.</summary>
    public Task KillServerAsync() => KillAsync(_server);

    /// <summary>Kills the sandbox; it must not have ended by itself.</summary>
    public Task KillSandboxAsync() => KillAsync(_sandbox);

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? default);
        await Relay.DisposeAsync();
        await (_sandbox?.DisposeAsync() ?? default);
        _http.Dispose();
        _data.Dispose();
    }

    private static async Task KillAsync(SluiceProcess? process)
    {
        if (process is null || process.HasExited)
        {
            throw new InvalidOperationException($"A process that was to be killed had ended by itself:\n{process?.Output}");
        }

        await process.DisposeAsync();
    }

    private async Task UntilAnswersAsync(Uri address, SluiceProcess process, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(UpWithin, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        while (await _http.SendAsync(HttpMethod.Get, address, null, null, both.Token) is not Answer.Received { Status: 200 })
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The process ended before it answered:\n{process.Output}");
            }

            await Task.Delay(BetweenProbes, TimeProvider.System, both.Token);
        }
    }
}
