using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sluice.Testing;

/// <summary>
/// A run of the built program <c>sluice</c> in a process of its own, so that it can be killed the hard way and measured from the
/// outside. Disposing kills it.
/// </summary>
public sealed partial class SluiceProcess : IAsyncDisposable
{
    private const int KeptOutputLines = 200;
    private static readonly TimeSpan ExitWithin = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private SluiceProcess(Process process) => _process = process;

    /// <summary>
    /// The address the program said it listens on. Fails with <see cref="InvalidOperationException"/>, carrying the last output,
    /// when the process ends before it says so.
    /// </summary>
    public Task<Uri> Address => _address.Task;

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>What the process ended with.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    public int ExitCode => _process.ExitCode;

    /// <summary>Whether the process has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The last lines of standard output and error, oldest first.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts the program and returns at once; await <see cref="Address"/> to know that it is up.</summary>
    /// <param name="arguments">The command and its flags, such as <c>serve --listen 127.0.0.1:0</c>.</param>
    public static SluiceProcess Start(params IEnumerable<string> arguments) => StartUnder([], arguments);

    /// <summary>Starts the program by another one, which gives it its own place: the process id must be the program's.</summary>
    /// <param name="starter">The other one and its arguments; empty for none.</param>
    /// <param name="arguments">The command and its flags.</param>
    public static SluiceProcess StartUnder(IReadOnlyList<string> starter, IEnumerable<string> arguments)
    {
        string[] command = [.. starter, "dotnet", Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. arguments];
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in command.Skip(1))
        {
            start.ArgumentList.Add(argument);
        }

        // A test host's own settings must not leak into the program under test.
        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");

        var sluice = new SluiceProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        sluice._process.OutputDataReceived += (_, line) => sluice.ReadAnswer(line.Data);
        sluice._process.ErrorDataReceived += (_, line) => sluice.Keep(line.Data);
        sluice._process.Exited += (_, _) => sluice._address.TrySetException(
            new InvalidOperationException($"sluice {string.Join(' ', arguments)} ended before it listened:\n{sluice.Output}"));
        sluice._process.Start();
        sluice._process.BeginOutputReadLine();
        sluice._process.BeginErrorReadLine();
        return sluice;
    }

    /// <summary>Ends the process with SIGKILL and returns when the system has reaped it.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        using var deadline = new CancellationTokenSource(ExitWithin, TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
    }

    /// <summary>Asks the process to stop, as a supervisor does, and returns when it has.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await ExitedAsync();
    }

    /// <summary>Freezes the process, as a machine that is out of breath or a network that is cut does.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets a frozen process go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    /// <summary>Waits until the process has ended by itself.</summary>
    public async Task ExitedAsync()
    {
        using var deadline = new CancellationTokenSource(ExitWithin, TimeProvider.System);
        await _process.WaitForExitAsync(deadline.Token);
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
        // Nobody may be waiting for the address any more; the failure is then of no interest.
        _ = _address.Task.Exception;
    }

    // The first address on standard output is its own; the log on standard error names others.
    private void ReadAnswer(string? line)
    {
        Keep(line);
        if (line is not null && ListeningAddress().Match(line) is { Success: true } match)
        {
            _address.TrySetResult(new Uri(match.Value));
        }
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

    [GeneratedRegex(@"http://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex ListeningAddress();
}
