using Sluice.Testing;

namespace Sluice.Chaos.Nodes;

/// <summary>A node's place: processes come and go in it, one at a time, as under a supervisor that starts the next at once.</summary>
/// <param name="number">The node's number, from 0.</param>
/// <param name="launch">Starts a process.</param>
internal sealed class Node(int number, Func<SluiceProcess> launch) : IAsyncDisposable
{
    private const int FailedExitCode = 1;
    private const string Expelled = "this node ends";
    private const string CouldNotStart = "cannot start";

    // What the console says of an error, and how much of it is kept.
    private const string Error = "fail: ";
    private const int ErrorsMax = 100;

    private readonly SemaphoreSlim _change = new(1, 1);
    private readonly List<string> _errors = [];
    private SluiceProcess _process = launch();

    /// <summary>The node's number, from 0.</summary>
    public int Number => number;

    /// <summary>What is known of it.</summary>
    public NodeState State { get; private set; } = NodeState.Starting;

    /// <summary>Where it listens; null while it does not.</summary>
    public Uri? Address { get; private set; }

    /// <summary>How many partitions it said it owns when it was last asked; null when it did not answer.</summary>
    public int? Partitions { get; set; }

    /// <summary>Whether it said that it can write to the database when it was last asked.</summary>
    public bool IsHealthy { get; set; }

    /// <summary>The last output of the process.</summary>
    public string Output => $"--- node {number}, process {_process.Id}\n{_process.Output}";

    /// <summary>The first errors that its processes have logged.</summary>
    public IReadOnlyList<string> Errors => [.. _errors, .. ErrorsOf(_process).Take(ErrorsMax - _errors.Count)];

    /// <summary>As <c>kill -9</c>, and starts the next process.</summary>
    public Task KillAsync() => ChangeAsync(RelaunchAsync);

    /// <summary>Asks the process to stop, waits until it has, and starts the next one.</summary>
    /// <returns>Null, or what was wrong with how it ended.</returns>
    public async Task<string?> RestartAsync()
    {
        string? finding = null;
        await ChangeAsync(async () =>
        {
            State = NodeState.Stopping;
            finding = await StopAsync();
            await RelaunchAsync();
        });
        return finding;
    }

    /// <summary>Stops the process in its tracks.</summary>
    public Task FreezeAsync() => ChangeAsync(async () =>
    {
        State = NodeState.Frozen;
        await _process.FreezeAsync();
    });

    /// <summary>Lets a frozen process go on. Whether the others still count on it is for it to find out.</summary>
    public Task ThawAsync() => ChangeAsync(_process.ThawAsync);

    /// <summary>Counts on it again, as it was frozen too shortly to be declared dead, unless another process has taken its place.</summary>
    public Task TrustAsync() => ChangeAsync(() =>
    {
        State = State == NodeState.Frozen ? NodeState.Up : State;
        return Task.CompletedTask;
    });

    /// <summary>Notes that it is up; starts the next process when this one has ended by itself.</summary>
    /// <returns>How it ended; null when it lives, or somebody is at it.</returns>
    public async Task<NodeEnd?> LookAsync()
    {
        if (!await _change.WaitAsync(TimeSpan.Zero))
        {
            return null;
        }

        try
        {
            if (_process.HasExited)
            {
                var end = new NodeEnd(Cause, $"node {number} ended by itself with {_process.ExitCode}\n{Output}");
                await RelaunchAsync();
                return end;
            }

            if (State == NodeState.Starting && _process.Address.IsCompletedSuccessfully)
            {
                (Address, State) = (await _process.Address, NodeState.Up);
            }

            return null;
        }
        finally
        {
            _change.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _change.Dispose();
    }

    private EndCause Cause => (_process.ExitCode, State) switch
    {
        (FailedExitCode, NodeState.Starting) when _process.Output.Contains(CouldNotStart, StringComparison.Ordinal) => EndCause.CouldNotStart,
        (FailedExitCode, _) when _process.Output.Contains(Expelled, StringComparison.Ordinal) => EndCause.Expelled,
        _ => EndCause.Unknown,
    };

    private async Task<string?> StopAsync()
    {
        try
        {
            await _process.StopAsync();
            return _process.ExitCode is 0 || Cause == EndCause.Expelled ? null : $"node {number} was told to stop and ended with {_process.ExitCode}\n{Output}";
        }
        catch (OperationCanceledException)
        {
            return $"node {number} was told to stop and went on\n{Output}";
        }
    }

    private async Task RelaunchAsync()
    {
        // A place that nobody turns to before its process is gone.
        State = NodeState.Stopping;
        (Address, Partitions, IsHealthy) = (null, null, false);
        await _process.DisposeAsync();
        _errors.AddRange(ErrorsOf(_process).Take(ErrorsMax - _errors.Count));
        _process = launch();
        State = NodeState.Starting;
    }

    private IEnumerable<string> ErrorsOf(SluiceProcess process) =>
        process.Output.Split('\n').Where(line => line.Contains(Error, StringComparison.Ordinal)).Select(line => $"node {number}: {line}");

    private async Task ChangeAsync(Func<Task> change)
    {
        await _change.WaitAsync();
        try
        {
            await change();
        }
        finally
        {
            _change.Release();
        }
    }
}

/// <summary>The end of a process that nobody asked for.</summary>
/// <param name="Cause">Why it ended.</param>
/// <param name="Description">What happened, with its last output.</param>
internal sealed record NodeEnd(EndCause Cause, string Description);

/// <summary>Why a process ended by itself.</summary>
internal enum EndCause
{
    /// <summary>For no reason that faults excuse.</summary>
    Unknown = 1,

    /// <summary>The others had declared it dead.</summary>
    Expelled = 2,

    /// <summary>It could not reach the database that it starts with.</summary>
    CouldNotStart = 3,
}
