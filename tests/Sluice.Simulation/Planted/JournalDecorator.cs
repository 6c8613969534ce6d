using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Simulation.Planted;

/// <summary>A journal that passes everything on; planted bugs change one member.</summary>
internal class JournalDecorator(IJournal journal) : IJournal
{
    public int PartitionCount => journal.PartitionCount;

    public virtual Task<long> TakeEpochAsync(int partition, CancellationToken cancellationToken) =>
        journal.TakeEpochAsync(partition, cancellationToken);

    public virtual Task<long> AppendAsync(Append append, CancellationToken cancellationToken) => journal.AppendAsync(append, cancellationToken);

    public virtual Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken) =>
        journal.ReadAsync(instance, cancellationToken);

    public virtual Task<IReadOnlyList<Wake>> ReadWakesAsync(
        int partition, Wake? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        journal.ReadWakesAsync(partition, after, until, limit, cancellationToken);

    public Task<IReadOnlyList<JournalRecord>> TailAsync(int partition, long after, int limit, CancellationToken cancellationToken) =>
        journal.TailAsync(partition, after, limit, cancellationToken);
}
