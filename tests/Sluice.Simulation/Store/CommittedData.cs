using Sluice.Engine.Instances;
using Sluice.Server.Journal;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Store;

/// <summary>What is on the simulated disk. Each member is one statement of a transaction, with the rules of the real stores.</summary>
/// <param name="partitionCount">How many partitions there are.</param>
internal sealed class CommittedData(int partitionCount)
{
    private readonly long[] _epochs = new long[partitionCount];
    private readonly SimulatedProcess?[] _holders = new SimulatedProcess?[partitionCount];
    private readonly long[] _cursors = new long[partitionCount];
    private readonly List<StoredRecord> _log = [];
    private readonly Dictionary<InstanceId, StoredInstance> _instances = [];

    /// <summary>Called after each record that is committed.</summary>
    internal Action<StoredRecord>? Committed { get; set; }

    internal int PartitionCount => partitionCount;

    internal IReadOnlyList<StoredRecord> Log => _log;

    internal IReadOnlyDictionary<InstanceId, StoredInstance> Instances => _instances;

    internal long Epoch(int partition) => _epochs[partition];

    internal long Cursor(int partition) => _cursors[partition];

    /// <summary>The process that took a partition last.</summary>
    internal SimulatedProcess? Holder(int partition) => _holders[partition];

    internal long TakeEpoch(int partition, SimulatedProcess process)
    {
        _holders[partition] = process;
        return ++_epochs[partition];
    }

    internal void AdvanceCursor(int partition, long position) => _cursors[partition] = Math.Max(_cursors[partition], position);

    /// <exception cref="FencedException">The epoch is not current.</exception>
    /// <exception cref="OutOfSequenceException">The record is not its instance's next one.</exception>
    internal long Append(Append append, SimulatedProcess process)
    {
        CheckFence(append);
        var id = append.Record.Instance;
        if (append.Record.Sequence != (_instances.TryGetValue(id, out var known) ? known.Records.Count : 0) + 1)
        {
            throw new OutOfSequenceException(id, append.Record.Sequence);
        }

        return Write(append, process);
    }

    /// <summary>Writes a record wherever its instance is: what a store would do that minds the fence alone.</summary>
    internal long AppendAnywhere(Append append, SimulatedProcess process)
    {
        CheckFence(append);
        return Write(append, process);
    }

    private void CheckFence(Append append)
    {
        if (append.Epoch != _epochs[append.Partition])
        {
            throw new FencedException(append.Partition, append.Epoch);
        }
    }

    private long Write(Append append, SimulatedProcess process)
    {
        if (!_instances.TryGetValue(append.Record.Instance, out var instance))
        {
            _instances.Add(append.Record.Instance, instance = new StoredInstance(append.Partition));
        }

        var stored = new StoredRecord(
            append.Record with { Position = _log.Count + 1 }, append.Partition, append.Epoch, process, append.Projection);
        _log.Add(stored);
        instance.Records.Add(stored);
        Committed?.Invoke(stored);
        return stored.Record.Position;
    }

    internal IReadOnlyList<JournalRecord> Read(InstanceId instance) => _instances.TryGetValue(instance, out var known) ? known.Journal : [];

    internal IReadOnlyList<Wake> ReadWakes(int partition, Wake? after, DateTimeOffset until, int limit) =>
    [
        .. _instances
            .Where(instance => instance.Value.Partition == partition && instance.Value.Projection.WakeAt is not null)
            .Select(instance => new Wake(instance.Value.Projection.WakeAt!.Value, instance.Key))
            .Where(wake => wake.At <= until && (after is not { } last || Compare(wake, last) > 0))
            .OrderBy(wake => wake.At)
            .ThenBy(wake => wake.Instance.Value)
            .Take(limit),
    ];

    internal IReadOnlyList<JournalRecord> Tail(int partition, long after, int limit) =>
        [.. _log.Skip((int)after).Where(stored => stored.Partition == partition).Take(limit).Select(stored => stored.Record)];

    private static int Compare(Wake a, Wake b) =>
        a.At.CompareTo(b.At) is var order && order != 0 ? order : a.Instance.Value.CompareTo(b.Instance.Value);
}
