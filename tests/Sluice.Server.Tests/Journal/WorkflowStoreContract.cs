using System.Text.Json;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Workflows;

namespace Sluice.Server.Tests.Journal;

/// <summary>What every store of workflows must do.</summary>
public abstract class WorkflowStoreContract(IStoreUnderTest store) : StoreContract(store)
{
    private IWorkflowStore Workflows => Service<IWorkflowStore>();

    [Fact]
    public async Task A_workflow_comes_back_after_a_restart()
    {
        var workflow = Workflow("Überweisung 🌊", TestInstance.Noon);
        await Workflows.AddAsync(workflow, Cancellation);
        await ReopenAsync();

        var found = await Workflows.FindAsync(workflow.Id, Cancellation);

        AssertSame(workflow, found);
        Assert.Same(found, await Workflows.FindAsync(workflow.Id, Cancellation));
    }

    [Fact]
    public async Task An_unknown_workflow_is_found_by_nobody()
    {
        Assert.Null(await Workflows.FindAsync(new WorkflowId(Guid.NewGuid()), Cancellation));
        Assert.False(await Workflows.DeleteAsync(new WorkflowId(Guid.NewGuid()), TestInstance.Noon, Cancellation));
    }

    [Fact]
    public async Task Storing_a_workflow_again_changes_nothing()
    {
        var workflow = Workflow("once", TestInstance.Noon);
        await Workflows.AddAsync(workflow, Cancellation);
        await Workflows.DeleteAsync(workflow.Id, TestInstance.Noon, Cancellation);

        await Workflows.AddAsync(workflow, Cancellation);

        Assert.NotNull((await Workflows.FindAsync(workflow.Id, Cancellation))!.DeletedAt);
    }

    [Fact]
    public async Task A_deletion_is_seen_at_once_and_keeps_its_first_time()
    {
        var workflow = Workflow("gone", TestInstance.Noon);
        await Workflows.AddAsync(workflow, Cancellation);
        Assert.Null((await Workflows.FindAsync(workflow.Id, Cancellation))!.DeletedAt);

        Assert.True(await Workflows.DeleteAsync(workflow.Id, TestInstance.Noon.AddHours(1), Cancellation));
        Assert.True(await Workflows.DeleteAsync(workflow.Id, TestInstance.Noon.AddHours(2), Cancellation));

        Assert.Equal(TestInstance.Noon.AddHours(1), (await Workflows.FindAsync(workflow.Id, Cancellation))!.DeletedAt);
        Assert.Empty(await Workflows.ListAsync(new ListRange(null, null, 10), Cancellation));
    }

    [Fact]
    public async Task No_reader_who_comes_after_a_deletion_finds_the_workflow_alive()
    {
        for (var round = 0; round < 50; round++)
        {
            var workflow = Workflow("race", TestInstance.Noon);
            await Workflows.AddAsync(workflow, Cancellation);

            var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Workflows.FindAsync(workflow.Id, Cancellation))).ToList();
            await Workflows.DeleteAsync(workflow.Id, TestInstance.Noon, Cancellation);
            Assert.NotNull((await Workflows.FindAsync(workflow.Id, Cancellation))!.DeletedAt);

            await Task.WhenAll(readers);
            Assert.NotNull((await Workflows.FindAsync(workflow.Id, Cancellation))!.DeletedAt);
        }
    }

    [Fact]
    public async Task Workflows_are_listed_oldest_first_in_pages_of_both_directions()
    {
        var workflows = new List<Workflow>();
        for (var n = 0; n < 7; n++)
        {
            workflows.Add(Workflow($"w{n}", TestInstance.Noon.AddSeconds(n / 2)));
            await Workflows.AddAsync(workflows[n], Cancellation);
        }

        await Workflows.DeleteAsync(workflows[3].Id, TestInstance.Noon, Cancellation);
        workflows.RemoveAt(3);
        var expected = workflows.OrderBy(w => w.CreatedAt).ThenBy(w => w.Id.ToString(), StringComparer.Ordinal).Select(w => w.Id).ToList();

        var first = await Workflows.ListAsync(new ListRange(null, null, 4), Cancellation);
        var second = await Workflows.ListAsync(new ListRange(Key(first[^1]), null, 4), Cancellation);
        var back = await Workflows.ListAsync(new ListRange(null, Key(second[0]), 2), Cancellation);

        Assert.Equal(expected, first.Concat(second).Select(w => w.Id));
        Assert.Equal(expected[2..4], back.Select(w => w.Id));
    }

    private static ListKey Key(Workflow workflow) => new(workflow.CreatedAt, workflow.Id.Value);

    private static Workflow Workflow(string name, DateTimeOffset createdAt)
    {
        var config = JsonSerializer.SerializeToElement(new { name, stages = new object[] { new { delay = new { duration = "1s" } } } });
        Assert.Null(DefinitionParser.Parse(config, out var definition));
        return new Workflow(new WorkflowId(Guid.CreateVersion7(createdAt)), definition!, createdAt, DeletedAt: null);
    }

    private static void AssertSame(Workflow expected, Workflow? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Id, expected.CreatedAt, expected.DeletedAt), (actual.Id, actual.CreatedAt, actual.DeletedAt));
        Assert.Equal(expected.Definition.Name, actual.Definition.Name);
        Assert.True(JsonElement.DeepEquals(expected.Definition.Config, actual.Definition.Config), actual.Definition.Config.GetRawText());
    }
}
