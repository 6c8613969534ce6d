using Sluice.Engine;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Partitions;

public sealed class StartInstanceTests
{
    [Fact]
    public async Task A_start_that_has_no_place_is_refused_without_waiting_for_the_store()
    {
        var store = new SlowStore();
        var router = new PartitionRouter(null!, null!, TimeProvider.System);
        var gate = new StartGate(startsMax: 1, activitiesMax: 1, () => 0);
        var start = new StartInstance(store, router, gate, TimeProvider.System);

        var accepted = HandleAsync(start);
        var refused = HandleAsync(start);

        Assert.True(refused.IsCompleted);
        Assert.Equal(RefusalKind.Overloaded, (await refused).Refusal!.Kind);

        store.Answer.SetResult(null);
        Assert.Equal(RefusalKind.NotFound, (await accepted).Refusal!.Kind);

        // The place is free again.
        Assert.Equal(RefusalKind.NotFound, (await HandleAsync(start)).Refusal!.Kind);
    }

    private static Task<StartResult> HandleAsync(StartInstance start) => start.HandleAsync(
        new WorkflowId(Guid.NewGuid()), new Dictionary<string, string>(), "key", TestContext.Current.CancellationToken);

    /// <summary>A store that finds a workflow when the test says so.</summary>
    private sealed class SlowStore : IWorkflowStore
    {
        public TaskCompletionSource<Workflow?> Answer { get; } = new();

        public ValueTask<Workflow?> FindAsync(WorkflowId id, CancellationToken cancellationToken) => new(Answer.Task);

        public Task AddAsync(Workflow workflow, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Workflow>> ListAsync(ListRange range, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<bool> DeleteAsync(WorkflowId id, DateTimeOffset deletedAt, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
