using System.Globalization;
using Sluice.Testing;

namespace Sluice.Peers;

/// <summary>The <see cref="EchoServer"/> in a process of its own.</summary>
internal sealed class EchoProcess : IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _http = new();

    private EchoProcess(ServerProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Where a ledger would take the transactions of the stages.</summary>
    public Uri Transactions => new(Address, "/api/ledger/v2/bench/transactions");

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    public static async Task<EchoProcess> StartAsync()
    {
        var port = Ports.Free();
        var text = port.ToString(CultureInfo.InvariantCulture);
        var process = ServerProcess.Start("dotnet", Path.Combine(AppContext.BaseDirectory, "Sluice.Peers.dll"), "echo", "--port", text);
        await Ports.UntilListeningAsync(port, "echo");
        return new EchoProcess(process, new Uri($"http://127.0.0.1:{text}"));
    }

    /// <summary>How many calls it has answered.</summary>
    public async Task<long> CallsAsync(CancellationToken cancellationToken) =>
        long.Parse(await _http.GetStringAsync(Address, cancellationToken), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }
}
