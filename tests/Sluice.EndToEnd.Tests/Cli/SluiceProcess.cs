using System.Diagnostics;
using System.Text;

namespace Sluice.EndToEnd.Tests.Cli;

/// <summary>The built program, run as a user runs it.</summary>
internal sealed class SluiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly Task _reading;

    private SluiceProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _error));
    }

    /// <summary>What it has written to standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>What it has written to standard error so far.</summary>
    public string Error => Text(_error);

    /// <summary>Starts it to be talked to. Whoever does must dispose of it, and has nothing else from this class.</summary>
    public static Process StartConversation(params string[] arguments)
    {
        var start = StartInfo(arguments);
        start.RedirectStandardInput = true;
        return Process.Start(start)!;
    }

    public static SluiceProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = StartInfo(arguments);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new SluiceProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        await using var sluice = Start(arguments);
        return (await sluice.EndAsync(), sluice.Output, sluice.Error);
    }

    /// <summary>Runs a script of the shell to its end. <c>"$@"</c> is the program in it.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunInShellAsync(string script)
    {
        var program = StartInfo([]);
        var start = StartInfo([]);
        start.FileName = "sh";
        start.ArgumentList.Clear();
        foreach (var argument in (IEnumerable<string>)["-c", script, "sh", program.FileName, .. program.ArgumentList])
        {
            start.ArgumentList.Add(argument);
        }

        await using var shell = new SluiceProcess(Process.Start(start)!);
        return (await shell.EndAsync(), shell.Output, shell.Error);
    }

    /// <summary>Waits until it has written something to one of its outputs.</summary>
    public async Task<string> SeeAsync(Func<SluiceProcess, string?> look)
    {
        using var limit = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (look(this) is { } seen)
            {
                return seen;
            }

            Assert.False(_process.HasExited, $"ended before it was seen:\n{Output}\n{Error}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }

    /// <summary>Sends a signal, such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo StartInfo(string[] arguments) =>
        new("dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };

    private static async Task ReadAsync(StreamReader reader, StringBuilder text)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
