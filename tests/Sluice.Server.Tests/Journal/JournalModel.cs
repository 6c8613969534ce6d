using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

/// <summary>The contract of a journal in a few lines of memory, to compare real ones with. Positions are left at 0.</summary>
internal sealed class JournalModel
{
    private readonly Dictionary<int, long> _epochs = [];
    private readonly List<Append> _appends = [];

    public long EpochOf(int partition) => _epochs.GetValueOrDefault(partition);

    public long TakeEpoch(int partition) => _epochs[partition] = EpochOf(partition) + 1;

    /// <returns>The type of the exception that refuses it; null when it is done.</returns>
    public Type? Append(Append append)
    {
        if (append.Epoch != EpochOf(append.Partition))
        {
            return typeof(FencedException);
        }

        if (append.Record.Sequence != Read(append.Record.Instance).Count + 1)
        {
            return typeof(OutOfSequenceException);
        }

        _appends.Add(append);
        return null;
    }

    public List<JournalRecord> Read(InstanceId instance) =>
        [.. _appends.Select(append => append.Record).Where(record => record.Instance == instance)];

    public List<JournalRecord> Tail(int partition) =>
        [.. _appends.Where(append => append.Partition == partition).Select(append => append.Record)];

    public List<Wake> Wakes(int partition) =>
    [
        .. _appends.Where(append => append.Partition == partition)
            .GroupBy(append => append.Record.Instance, (_, turns) => turns.Last().Projection)
            .Where(projection => projection.WakeAt is not null)
            .Select(projection => new Wake(projection.WakeAt!.Value, projection.Id))
            .OrderBy(wake => wake.At)
            .ThenBy(wake => wake.Instance.ToString(), StringComparer.Ordinal),
    ];
}
