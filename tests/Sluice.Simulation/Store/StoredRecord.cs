using Sluice.Server.Journal;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Store;

/// <summary>A committed record, the ownership it was written under, and the process that wrote it.</summary>
internal sealed record StoredRecord(JournalRecord Record, int Partition, long Epoch, SimulatedProcess Writer, InstanceProjection Projection);

/// <summary>All that is committed of one instance.</summary>
internal sealed class StoredInstance(int partition)
{
    internal int Partition { get; } = partition;

    internal List<StoredRecord> Records { get; } = [];

    internal InstanceProjection Projection => Records[^1].Projection;

    internal List<JournalRecord> Journal => Records.ConvertAll(stored => stored.Record);
}
