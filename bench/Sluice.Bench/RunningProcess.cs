using System.Diagnostics;
using Sluice.Testing;

namespace Sluice.Bench;

/// <summary>A server or sandbox that answers, on a data directory of its own; disposing kills it and deletes the data.</summary>
internal sealed class RunningProcess : IAsyncDisposable
{
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(2);

    private readonly TemporaryDirectory _data = new();
    private readonly string _command;
    private readonly string _probe;
    private readonly IReadOnlyList<string> _arguments;
    private readonly int _port;
    private readonly IReadOnlyList<string> _starter;
    private SluiceProcess? _sluice;
    private Uri? _address;
    private Process? _process;

    private RunningProcess(string command, string probe, IReadOnlyList<string> arguments, int port, IReadOnlyList<string> starter)
    {
        _command = command;
        _probe = probe;
        _arguments = arguments;
        _port = port;
        _starter = starter;
    }

    /// <summary>Where it answers; another place after a restart, unless its port was given.</summary>
    public Uri Address => _address!;

    /// <summary>The process, for its CPU time and memory; another one after a restart.</summary>
    public Process Process => _process!;

    /// <summary>The bytes of its data directory's files.</summary>
    public long DataBytes => new DirectoryInfo(_data.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>What it has in memory now, in MiB.</summary>
    public double ResidentMiB
    {
        get
        {
            Process.Refresh();
            return Process.WorkingSet64 / (double)(1 << 20);
        }
    }

    /// <param name="command">Its command.</param>
    /// <param name="http">Asks it whether it is up.</param>
    /// <param name="probe">The path to ask for.</param>
    /// <param name="arguments">Its flags, beside where it listens and where its data are.</param>
    /// <param name="within">How long it may take to answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="port">The port it listens on; 0 for a free one.</param>
    /// <param name="starter">What starts it, see <see cref="SluiceProcess.StartUnder"/>; null for nothing.</param>
    public static async Task<RunningProcess> StartAsync(
        string command,
        HttpClient http,
        string probe,
        IEnumerable<string> arguments,
        TimeSpan within,
        CancellationToken cancellationToken,
        int port = 0,
        IReadOnlyList<string>? starter = null)
    {
        var running = new RunningProcess(command, probe, [.. arguments], port, starter ?? []);
        try
        {
            await running.StartAsync(http, within, cancellationToken);
            return running;
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills it the hard way and returns when the system has reaped it; its data stay.</summary>
    public async Task KillAsync()
    {
        _process?.Dispose();
        _process = null;
        if (_sluice is not null)
        {
            await _sluice.DisposeAsync();
            _sluice = null;
        }
    }

    /// <summary>Starts it on the data that it has, and returns when it answers.</summary>
    public async Task StartAsync(HttpClient http, TimeSpan within, CancellationToken cancellationToken)
    {
        _sluice = SluiceProcess.StartUnder(_starter, [_command, "--listen", $"127.0.0.1:{_port}", "--data", _data.Path, .. _arguments]);
        using var deadline = new CancellationTokenSource(within, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        _address = await _sluice.Address.WaitAsync(both.Token);
        while (!await AnswersAsync(http, new Uri(_address, _probe), both.Token))
        {
            await Task.Delay(BetweenProbes, TimeProvider.System, both.Token);
        }

        _process = Process.GetProcessById(_sluice.Id);
    }

    /// <summary>Stops it in its tracks.</summary>
    public Task FreezeAsync() => _sluice!.FreezeAsync();

    /// <summary>Lets it go on.</summary>
    public Task ThawAsync() => _sluice!.ThawAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
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
