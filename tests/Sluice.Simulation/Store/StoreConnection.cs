using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Store;

/// <summary>The store as one process sees it.</summary>
internal sealed class StoreConnection(SimulatedStore store, SimulatedProcess process, IReadOnlyDictionary<WorkflowId, Workflow> workflows)
    : IJournal, IWorkflowStore, IPublishStore
{
    private readonly HashSet<WorkflowId> _cached = [];

    public int PartitionCount => store.Data.PartitionCount;

    public Task<long> TakeEpochAsync(int partition, CancellationToken cancellationToken) =>
        store.WriteAsync(process, $"take partition {partition}", () => store.Data.TakeEpoch(partition, process));

    public Task<long> AppendAsync(Append append, CancellationToken cancellationToken) =>
        store.WriteAsync(process, Describe(append), () => store.Data.Append(append, process));

    /// <summary>Appends without minding the record's place in its instance; only planted bugs do.</summary>
    internal Task<long> WriteUncheckedAsync(Append append) =>
        store.WriteAsync(process, Describe(append), () => store.Data.AppendAnywhere(append, process));

    public Task<IReadOnlyList<JournalRecord>> ReadAsync(InstanceId instance, CancellationToken cancellationToken) =>
        store.ReadAsync(process, () => store.Data.Read(instance));

    public Task<IReadOnlyList<Wake>> ReadWakesAsync(
        int partition, Wake? after, DateTimeOffset until, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(process, () => store.Data.ReadWakes(partition, after, until, limit));

    public Task<IReadOnlyList<JournalRecord>> TailAsync(int partition, long after, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(process, () => store.Data.Tail(partition, after, limit));

    public async ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) =>
        await FindCachedAsync(id);

    public Task<long> OpenCursorAsync(int partition, CancellationToken cancellationToken) =>
        store.WriteAsync(process, $"open the cursor of {partition}", () => store.Data.Cursor(partition));

    public Task AdvanceCursorAsync(int partition, long position, CancellationToken cancellationToken) => store.WriteAsync(
        process,
        $"move the cursor of {partition} to {position}",
        () =>
        {
            store.Data.AdvanceCursor(partition, position);
            return position;
        });

    public Task<WorkflowId?> FindWorkflowAsync(InstanceId instance, CancellationToken cancellationToken) => store.ReadAsync(
        process, () => store.Data.Instances.TryGetValue(instance, out var known) ? known.Projection.Workflow : (WorkflowId?)null);

    // Nothing that is simulated asks for these.
    public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<(long Position, Occurrence Occurrence)>> ReadFailedAsync(
        long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PublishLag> ReadLagAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    private async ValueTask<Workflow> FindCachedAsync(WorkflowId id)
    {
        if (!_cached.Contains(id))
        {
            await store.ReadAsync(process, () => true);
            _cached.Add(id);
        }

        return workflows[id];
    }

    private static string Describe(Append append) =>
        $"record {append.Record.Sequence} of {Short(append.Record.Instance)} ({append.Record.Kind}, epoch {append.Epoch})";

    private static string Short(InstanceId instance) => instance.ToString()[..8];
}
