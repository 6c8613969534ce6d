namespace Sluice.Simulation.Kernel;

/// <summary>
/// The only thread and the only clock of a simulation. Everything that happens is either a continuation that some process has ready,
/// or an entry of the agenda whose time has come; which of them is next follows from the seed.
/// </summary>
internal sealed class Kernel
{
    private readonly SeededRandom _random;
    private readonly PriorityQueue<Happening, (long At, ulong Tie)> _agenda = new();
    private readonly List<SimulatedProcess> _runnable = [];

    internal Kernel(SeededRandom random, DateTimeOffset start, Trace? trace)
    {
        _random = random;
        Now = start;
        Trace = trace;
    }

    /// <summary>What is written down of the run; null when nobody wants to read it.</summary>
    internal Trace? Trace { get; }

    internal DateTimeOffset Now { get; private set; }

    internal long Steps { get; private set; }

    /// <summary>The first invariant that did not hold; the run ends with it.</summary>
    internal Violation? Violation { get; private set; }

    /// <summary>When the next entry of the agenda is due; null when nothing is.</summary>
    internal DateTimeOffset? NextAt => _agenda.TryPeek(out _, out var key) ? new DateTimeOffset(key.At, TimeSpan.Zero) : null;

    /// <summary>The process whose continuation runs now; null between continuations.</summary>
    internal SimulatedProcess? Running { get; private set; }

    internal void Fail(string invariant, string text)
    {
        if (Violation is null)
        {
            Note("VIOLATED", $"{invariant}: {text}");
            Violation = new Violation(invariant, text);
        }
    }

    /// <summary>Writes down what happens; after a violation nothing is worth it.</summary>
    internal void Note(string who, string what)
    {
        if (Violation is null)
        {
            Trace?.Add(Now, who, what);
        }
    }

    /// <summary>Puts something on the agenda. That of a process that is dead by then does not happen; a paused one does it later.</summary>
    internal Happening After(TimeSpan delay, Action action, SimulatedProcess? process = null)
    {
        var at = Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero);
        var happening = new Happening(action, process);
        _agenda.Enqueue(happening, (at.Ticks, _random.Next()));
        return happening;
    }

    internal void Ready(SimulatedProcess process) => _runnable.Add(process);

    /// <summary>Lets one thing happen.</summary>
    /// <returns>False when there is nothing left to happen, or an invariant does not hold.</returns>
    internal bool Step()
    {
        if (Violation is not null)
        {
            return false;
        }

        Steps++;
        var hasDue = _agenda.TryPeek(out var happening, out var key);
        var dueNow = hasDue && key.At <= Now.Ticks;
        if (_runnable.Count > 0 && !(dueNow && _random.Below(4) == 0))
        {
            RunOne();
            return true;
        }

        if (!hasDue)
        {
            return false;
        }

        _agenda.Dequeue();
        if (key.At > Now.Ticks)
        {
            Now = new DateTimeOffset(key.At, TimeSpan.Zero);
        }

        happening!.Happen();
        return true;
    }

    private void RunOne()
    {
        var place = _random.Below(_runnable.Count);
        var process = _runnable[place];
        if (process.IsRunnable)
        {
            Running = process;
            process.RunOne(_random);
            Running = null;
        }

        // Its place may have moved: what ran can only have added processes behind it.
        if (!process.IsRunnable)
        {
            _runnable[place] = _runnable[^1];
            _runnable.RemoveAt(_runnable.Count - 1);
            process.Listed = false;
        }
    }
}

/// <summary>Something on the agenda.</summary>
internal sealed class Happening(Action action, SimulatedProcess? process)
{
    private bool _canceled;

    internal void Cancel() => _canceled = true;

    internal void Happen()
    {
        if (_canceled || process is { Alive: false })
        {
            return;
        }

        if (process is { Paused: true })
        {
            process.Defer(this);
            return;
        }

        action();
    }
}
