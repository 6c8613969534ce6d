using System.Diagnostics;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>A server or sandbox that answers, on a data directory of its own; disposing kills it and deletes the data.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(2);

    private readonly SluiceProcess _sluice;
    private readonly TemporaryDirectory _data;

    private RunningProcess(SluiceProcess sluice, TemporaryDirectory data, Uri address)
    {
        _sluice = sluice;
        _data = data;
        Address = address;
        Process = Process.GetProcessById(sluice.Id);
    }

    public Uri Address { get; }

    /// <summary>The process, for its CPU time and memory.</summary>
    public Process Process { get; }

    public static async Task<RunningProcess> StartAsync(
        string command, HttpClient http, string probe, IEnumerable<string> arguments, TimeSpan within, CancellationToken cancellationToken)
    {
        var data = new TemporaryDirectory();
        var sluice = SluiceProcess.Start([command, "--listen", "127.0.0.1:0", "--data", data.Path, .. arguments]);
        using var deadline = new CancellationTokenSource(within, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var address = await sluice.Address.WaitAsync(both.Token);
            while (!await AnswersAsync(http, new Uri(address, probe), both.Token))
            {
                await Task.Delay(BetweenProbes, TimeProvider.System, both.Token);
            }

            return new RunningProcess(sluice, data, address);
        }
        catch
        {
            await sluice.DisposeAsync();
            data.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Process.Dispose();
        await _sluice.DisposeAsync();
        _data.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient http, Uri address, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(address, cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
