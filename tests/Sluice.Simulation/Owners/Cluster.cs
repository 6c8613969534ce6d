using Sluice.Server.Journal;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Owners;

/// <summary>
/// Sees to it that every partition has an owner, as Orleans does, and lets happen to them what happens to processes. Old owners that
/// nobody told live on beside the new one.
/// </summary>
internal sealed class Cluster
{
    private readonly Kernel.Kernel _kernel;
    private readonly SeededRandom _random;
    private readonly Func<int, Action<Owner>, Owner> _make;
    private readonly Owner?[] _current;
    private readonly List<Owner> _owners = [];
    private readonly SimulatedProcess _keeper;

    /// <param name="kernel">The kernel.</param>
    /// <param name="random">Chances of its own.</param>
    /// <param name="partitionCount">How many partitions there are.</param>
    /// <param name="make">Makes an owner of a partition, and takes what it calls when it has lost it.</param>
    internal Cluster(Kernel.Kernel kernel, SeededRandom random, int partitionCount, Func<int, Action<Owner>, Owner> make)
    {
        (_kernel, _random, _make) = (kernel, random, make);
        _current = new Owner?[partitionCount];
        _keeper = new SimulatedProcess(kernel, "keeper");
    }

    /// <summary>Called with a partition when its owner was disturbed, or has recovered.</summary>
    internal Action<int>? Troubled { get; set; }

    internal void OpenAll()
    {
        for (var partition = 0; partition < _current.Length; partition++)
        {
            Open(partition);
        }
    }

    /// <summary>Whom a client would call.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="stale">Whether its directory is out of date, and leads to any owner that still runs.</param>
    internal Owner? Route(int partition, bool stale)
    {
        if (!stale)
        {
            return _current[partition] is { IsOpen: true } current ? current : null;
        }

        var running = _owners.FindAll(owner => owner.Number == partition && owner.IsOpen);
        return running.Count == 0 ? null : _random.Pick(running);
    }

    internal void Crash(int partition, TimeSpan down)
    {
        if (_current[partition] is not { } owner)
        {
            return;
        }

        _kernel.Note(owner.Process.Name, $"crashes, for {down.TotalSeconds:F1} s");
        Forget(owner);
        owner.Kill();
        OpenAfter(partition, down);
    }

    /// <summary>Makes a new owner while the old one goes on.</summary>
    internal void TakeOver(int partition)
    {
        if (_current[partition] is { } owner)
        {
            _kernel.Note(owner.Process.Name, "is taken over and does not know it");
            _current[partition] = null;
            Open(partition);
        }
    }

    internal void Pause(int partition, TimeSpan span, bool takeOver)
    {
        if (_current[partition] is not { } owner)
        {
            return;
        }

        _kernel.Note(owner.Process.Name, $"stands still for {span.TotalSeconds:F1} s");
        owner.Process.Pause();
        _kernel.After(span, () => Resume(owner));
        if (takeOver)
        {
            TakeOver(partition);
        }
    }

    internal void HandOver(int partition)
    {
        if (_current[partition] is not { IsOpen: true } owner)
        {
            return;
        }

        _kernel.Note(owner.Process.Name, "hands over");
        _current[partition] = null;
        _ = _keeper.Run(async () =>
        {
            await owner.CloseAsync();
            Forget(owner);
            Open(partition);
        });
    }

    /// <summary>Ends what stands still.</summary>
    internal void ResumeAll() => _owners.FindAll(owner => owner.Process.Paused).ForEach(Resume);

    private void Resume(Owner owner)
    {
        if (owner.Process is { Alive: true, Paused: true })
        {
            _kernel.Note(owner.Process.Name, "goes on");
            owner.Process.Resume();
            Troubled?.Invoke(owner.Number);
        }
    }

    private void OpenAfter(int partition, TimeSpan pause) => _kernel.After(pause, () =>
    {
        if (_current[partition] is null)
        {
            Open(partition);
        }
    });

    private void Open(int partition)
    {
        var owner = _make(partition, OnLost);
        _owners.Add(owner);
        _current[partition] = owner;
        _ = _keeper.Run(async () =>
        {
            try
            {
                await owner.OpenAsync();
                _kernel.Note(owner.Process.Name, "is open");
            }
            catch (Exception exception) when (exception is JournalUnavailableException or JournalFullException)
            {
                _kernel.Note(owner.Process.Name, $"does not open: {exception.Message}");
                Forget(owner);
                owner.Kill();
                OpenAfter(partition, _random.Millis(10, 500));
            }

            Troubled?.Invoke(partition);
        });
    }

    private void OnLost(Owner owner)
    {
        Forget(owner);
        _ = owner.CloseAsync();
        OpenAfter(owner.Number, _random.Millis(1, 1_000));
    }

    private void Forget(Owner owner)
    {
        _owners.Remove(owner);
        Troubled?.Invoke(owner.Number);
        if (_current[owner.Number] == owner)
        {
            _current[owner.Number] = null;
        }
    }
}
