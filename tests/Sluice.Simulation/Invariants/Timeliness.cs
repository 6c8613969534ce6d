using Sluice.Simulation.Store;

namespace Sluice.Simulation.Invariants;

/// <summary>I5: a timer never fires early, and fires within a second of its time or of the last disturbance.</summary>
internal sealed class Timeliness(Checks checks, int partitionCount)
{
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(1);

    /// <summary>After an append whose fate is unknown an owner looks again in a second; then come a read and a commit.</summary>
    private static readonly TimeSpan LateAfterTrouble = TimeSpan.FromMilliseconds(1_100);

    private readonly DateTimeOffset[] _troubled = new DateTimeOffset[partitionCount];

    /// <summary>Something went wrong that may delay the owner of a partition.</summary>
    internal void OnTroubled(int partition) => _troubled[partition] = checks.Now;

    /// <summary>Something went wrong that may delay every owner.</summary>
    internal void OnTroubled() => Array.Fill(_troubled, checks.Now);

    internal void OnFired(InstanceBook book, DateTimeOffset dueAt, StoredRecord stored)
    {
        if (stored.Record.At < dueAt || checks.Now < dueAt)
        {
            checks.Fail("I5", $"a timer of {book.Id} that is due at {dueAt:O} fires at {checks.Now:O}");
        }

        var troubled = _troubled[stored.Partition];
        if (checks.Now > dueAt + LateMax && checks.Now > troubled + LateAfterTrouble)
        {
            checks.Fail("I5", $"a timer of {book.Id} that is due at {dueAt:O} fires at {checks.Now:O}; the last disturbance was at {troubled:O}");
        }
    }
}
