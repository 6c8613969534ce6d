using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Journal;

/// <summary>What every store of publishing's cursors must do, together with its journal and its occurrences.</summary>
public abstract class PublishStoreContract(IStoreUnderTest store) : StoreContract(store)
{
    private IPublishStore Publish => Service<IPublishStore>();

    [Fact]
    public async Task A_cursor_begins_at_the_end_of_its_own_log_and_stays_there()
    {
        var epoch = await Journal.TakeEpochAsync(3, Cancellation);
        var before = await Journal.AppendAsync(new TestInstance(3).Next(epoch), Cancellation);

        var opened = await Publish.OpenCursorAsync(3, Cancellation);
        await Journal.AppendAsync(new TestInstance(3).Next(epoch), Cancellation);
        await ReopenAsync();

        Assert.Equal(before, opened);
        Assert.Equal(before, await Publish.OpenCursorAsync(3, Cancellation));
        Assert.Equal(0, await Publish.OpenCursorAsync(4, Cancellation));
    }

    [Fact]
    public async Task A_cursor_moves_forward_only_and_survives_a_restart()
    {
        await Publish.OpenCursorAsync(1, Cancellation);
        await Publish.OpenCursorAsync(2, Cancellation);

        await Publish.AdvanceCursorAsync(1, 5, Cancellation);
        await Publish.AdvanceCursorAsync(1, 4, Cancellation);
        await ReopenAsync();

        Assert.Equal(5, await Publish.OpenCursorAsync(1, Cancellation));
        Assert.Equal(0, await Publish.OpenCursorAsync(2, Cancellation));
    }

    [Fact]
    public async Task The_workflow_of_an_instance_is_found()
    {
        var workflow = new WorkflowId(Guid.NewGuid());
        var instance = new TestInstance(0, workflow, TestInstance.Noon);
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        await Journal.AppendAsync(instance.Next(epoch), Cancellation);

        Assert.Equal(workflow, await Publish.FindWorkflowAsync(instance.Id, Cancellation));
        Assert.Null(await Publish.FindWorkflowAsync(new TestInstance().Id, Cancellation));
    }

    [Fact]
    public async Task Failed_firings_are_read_in_the_order_of_their_commits_and_others_not_at_all()
    {
        var instance = new TestInstance();
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var before = await AddFailedAsync(9);
        var cursor = await Publish.OpenCursorAsync(IPublishStore.FailedOccurrences, Cancellation);
        Assert.Single(await Publish.ReadFailedAsync(0, 10, Cancellation));
        Assert.Empty(await Publish.ReadFailedAsync(cursor, 10, Cancellation));

        // Later ones have earlier dates and ids of any order: it is the commits that count.
        var first = await AddFailedAsync(5);
        var fired = new Occurrence(OccurrenceId.FromKey(first.Trigger, "ok"), first.Trigger, TestInstance.Noon, "{}", instance.Id, Error: null);
        await Journal.AppendAsync(instance.Next(epoch) with { Occurrence = fired }, Cancellation);
        var second = await AddFailedAsync(4);
        var third = await AddFailedAsync(3);
        await ReopenAsync();

        var page = await Publish.ReadFailedAsync(cursor, 2, Cancellation);
        var rest = await Publish.ReadFailedAsync(page[^1].Position, 2, Cancellation);
        Assert.Equal([first, second, third], page.Concat(rest).Select(row => row.Occurrence));
        Assert.DoesNotContain(before, page.Select(row => row.Occurrence));
    }

    [Fact]
    public async Task The_lag_counts_what_waits_behind_the_cursors_that_there_are()
    {
        var epoch = await Journal.TakeEpochAsync(7, Cancellation);
        await Journal.AppendAsync(new TestInstance(7).Next(epoch), Cancellation);
        Assert.Equal(new PublishLag(0, null), await Publish.ReadLagAsync(Cancellation));

        await Publish.OpenCursorAsync(7, Cancellation);
        await Publish.OpenCursorAsync(IPublishStore.FailedOccurrences, Cancellation);
        Assert.Equal(new PublishLag(0, null), await Publish.ReadLagAsync(Cancellation));

        var instance = new TestInstance(7);
        var first = instance.Next(epoch);
        await Journal.AppendAsync(first, Cancellation);
        var position = await Journal.AppendAsync(instance.Next(epoch), Cancellation);
        var failed = await AddFailedAsync(60);
        Assert.Equal(new PublishLag(3, first.Record.At), await Publish.ReadLagAsync(Cancellation));

        await Publish.AdvanceCursorAsync(7, position, Cancellation);
        Assert.Equal(new PublishLag(1, failed.Date), await Publish.ReadLagAsync(Cancellation));
    }

    private async Task<Occurrence> AddFailedAsync(int minutes)
    {
        var trigger = new TriggerId(Guid.NewGuid());
        var failed = new Occurrence(
            OccurrenceId.FromKey(trigger, "k"), trigger, TestInstance.Noon.AddMinutes(minutes), "{}", Instance: null, $"after {minutes} minutes");
        await Service<IOccurrenceStore>().AddFailedAsync(failed, Cancellation);
        return failed;
    }
}
