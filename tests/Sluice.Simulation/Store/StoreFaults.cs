using Sluice.Server.Journal;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Runs;

namespace Sluice.Simulation.Store;

/// <summary>What a transaction of the store comes to.</summary>
internal enum CommitFate
{
    /// <summary>It is durable and its callers are told.</summary>
    Committed = 1,

    /// <summary>Nothing of it is written, and its callers are told that it failed.</summary>
    Failed,

    /// <summary>It is durable, but its callers are told that it failed.</summary>
    WrittenUnknown,

    /// <summary>Its callers are told that it failed; some time later it becomes durable after all, if it still may.</summary>
    WrittenLate,
}

/// <summary>Decides what goes wrong in the store.</summary>
internal sealed class StoreFaults(SimulationSettings settings, SeededRandom random)
{
    private readonly int _commitFaults = settings.Has(Fault.Commit) && random.Chance(7_000) ? random.Pick([30, 150, 500]) : 0;
    private readonly int _readFaults = settings.Has(Fault.Read) && random.Chance(4_000) ? random.Pick([30, 200]) : 0;
    private readonly int _slowCommits = settings.Has(Fault.SlowCommit) && random.Chance(5_000) ? random.Pick([100, 800]) : 0;

    /// <summary>Whether faults happen at all; false once the run is to come to rest.</summary>
    internal bool Active { get; set; } = true;

    internal static JournalUnavailableException Unavailable(string reason) => new(reason, new IOException(reason));

    internal CommitFate NextFate() =>
        !Active || !random.Chance(_commitFaults) ? CommitFate.Committed
        : random.Below(10) switch
        {
            < 4 => CommitFate.Failed,
            < 7 => CommitFate.WrittenUnknown,
            _ => settings.Has(Fault.LateCommit) ? CommitFate.WrittenLate : CommitFate.WrittenUnknown,
        };

    /// <summary>How long the flush takes.</summary>
    internal TimeSpan NextFlush(out bool slow)
    {
        slow = Active && random.Chance(_slowCommits);
        return slow ? random.Millis(500, 8_000) : random.Micros(100, 3_000);
    }

    internal bool ReadFails() => Active && random.Chance(_readFaults);

    internal bool IsFull() => Active && random.Chance(_commitFaults / 5);
}
