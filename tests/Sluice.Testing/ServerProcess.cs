using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sluice.Testing;

/// <summary>A foreign server in a process of its own. Disposing kills it.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int KeptOutputLines = 50;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>The last lines it wrote.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts a program.</summary>
    public static ServerProcess Start(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var server = new ServerProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server._process.Start();
        server._process.BeginErrorReadLine();
        server._process.BeginOutputReadLine();
        return server;
    }

    /// <summary>Waits until it has ended by itself.</summary>
    /// <exception cref="OperationCanceledException">It did not within half a minute.</exception>
    public async Task DisposeWhenEndedAsync()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
        _process.Dispose();
    }

    /// <summary>As <c>kill -9</c> of it and of what it started does.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (_output.Count > KeptOutputLines)
        {
            _output.TryDequeue(out _);
        }
    }
}
