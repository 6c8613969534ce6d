using System.Text.Json;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Journal;

/// <summary>What every store's list of instances must do.</summary>
public abstract class InstanceListContract(IStoreUnderTest store) : StoreContract(store)
{
    private static readonly WorkflowId A = new(Guid.Parse("00000000-0000-7000-8000-00000000000a"));
    private static readonly WorkflowId B = new(Guid.Parse("00000000-0000-7000-8000-00000000000b"));

    [Fact]
    public async Task A_projection_comes_back_exactly()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var (sleeping, failed) = (new TestInstance(0, A, TestInstance.Noon), new TestInstance(0, A, TestInstance.Noon.AddSeconds(1)));
        var start = sleeping.Next(epoch, wakeAt: TestInstance.Noon.AddDays(30).AddMicroseconds(1));
        await Journal.AppendAsync(start, Cancellation);
        await Journal.AppendAsync(failed.Next(epoch, wakeAt: TestInstance.Noon), Cancellation);
        var end = failed.End(epoch, error: "no such account: Zoë\0🌊");
        await Journal.AppendAsync(end, Cancellation);

        Assert.Equal([start.Projection, end.Projection], await ListAsync(null, runningOnly: false, default));
    }

    [Fact]
    public async Task Filters_by_workflow_and_by_running_combine()
    {
        var instances = await FillAsync();

        Assert.Equal(Ids(instances), await IdsAsync(null, runningOnly: false));
        Assert.Equal(Ids(instances.Where(i => i.Workflow == A)), await IdsAsync(A, runningOnly: false));
        Assert.Equal(Ids(instances.Where(i => i.TerminatedAt is null)), await IdsAsync(null, runningOnly: true));
        Assert.Equal(Ids(instances.Where(i => i.Workflow == B && i.TerminatedAt is null)), await IdsAsync(B, runningOnly: true));
        Assert.Empty(await IdsAsync(new WorkflowId(Guid.NewGuid()), runningOnly: false));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Pages_lead_forwards_and_backwards_through_the_same_list(bool byWorkflow, bool runningOnly)
    {
        await FillAsync();
        WorkflowId? workflow = byWorkflow ? A : null;
        var all = await ListAsync(workflow, runningOnly, new ListRange(null, null, 1_000));
        var key = new Func<InstanceProjection, ListKey>(instance => new ListKey(instance.CreatedAt, instance.Id.Value));

        var forwards = new List<InstanceProjection>();
        while (await NextAsync() is { Count: > 0 } page)
        {
            forwards.AddRange(page);
        }

        var backwards = new List<InstanceProjection> { all[^1] };
        while (await PreviousAsync() is { Count: > 0 } page)
        {
            backwards.InsertRange(0, page);
        }

        Assert.Equal(all, forwards);
        Assert.Equal(all, backwards);

        Task<IReadOnlyList<InstanceProjection>> NextAsync() =>
            ListAsync(workflow, runningOnly, new ListRange(forwards.Count == 0 ? null : key(forwards[^1]), null, 3));

        Task<IReadOnlyList<InstanceProjection>> PreviousAsync() =>
            ListAsync(workflow, runningOnly, new ListRange(null, key(backwards[0]), 3));
    }

    [Fact]
    public async Task Instances_of_a_deleted_workflow_are_hidden_and_still_readable()
    {
        var instances = await FillAsync();
        var workflows = Service<IWorkflowStore>();
        using var config = JsonDocument.Parse("""{"name":"a","stages":[]}""");
        var definition = new WorkflowDefinition("a", [], config.RootElement);
        await workflows.AddAsync(new Workflow(A, definition, TestInstance.Noon, null), Cancellation);
        await workflows.AddAsync(new Workflow(B, definition, TestInstance.Noon, null), Cancellation);

        await workflows.DeleteAsync(A, TestInstance.Noon, Cancellation);

        Assert.Equal(Ids(instances.Where(i => i.Workflow == B)), await IdsAsync(null, runningOnly: false));
        Assert.Empty(await IdsAsync(A, runningOnly: false));
        Assert.Empty(await IdsAsync(A, runningOnly: true));
        Assert.NotEmpty(await Journal.ReadAsync(instances.First(i => i.Workflow == A).Id, Cancellation));
    }

    private static List<InstanceId> Ids(IEnumerable<InstanceProjection> instances) => [.. instances.Select(instance => instance.Id)];

    private async Task<List<InstanceId>> IdsAsync(WorkflowId? workflow, bool runningOnly) =>
        Ids(await ListAsync(workflow, runningOnly, default));

    private Task<IReadOnlyList<InstanceProjection>> ListAsync(WorkflowId? workflow, bool runningOnly, ListRange range) =>
        Service<IInstanceList>().ListAsync(workflow, runningOnly, range == default ? new ListRange(null, null, 1_000) : range, Cancellation);

    /// <summary>Twenty-one instances of two workflows, three to each time of creation, two of three ended; in the list's order.</summary>
    private async Task<List<InstanceProjection>> FillAsync()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instances = new List<InstanceProjection>();
        for (var n = 0; n < 21; n++)
        {
            var instance = new TestInstance(0, n % 2 == 0 ? A : B, TestInstance.Noon.AddSeconds(n / 3));
            var last = instance.Next(epoch);
            await Journal.AppendAsync(last, Cancellation);
            if (n % 3 != 0)
            {
                last = instance.End(epoch);
                await Journal.AppendAsync(last, Cancellation);
            }

            instances.Add(last.Projection);
        }

        return [.. instances.OrderBy(i => i.CreatedAt).ThenBy(i => i.Id.ToString(), StringComparer.Ordinal)];
    }
}
