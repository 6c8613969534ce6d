using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;

namespace Sluice.Server.Tests.Partitions;

public class PartitionTests
{
    private const string Noop = """{"noop":{}}""";

    private static string Delay(string duration) => $$$"""{"delay":{"duration":"{{{duration}}}"}}""";

    [Fact]
    public async Task An_attempt_goes_out_only_after_its_record_is_durable()
    {
        var stage = await Stage.OpenAsync();
        stage.Journal.FailNext(MemoryJournal.Fault.Refused);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => stage.StartAsync(Stage.Send));
        Assert.Empty(stage.Sent);

        var state = await stage.StartAsync(Stage.Send);
        await stage.AnswerAsync(state.Id, 0, Stage.Done);
        await stage.EndedAsync(state.Id);
        Assert.Equal([$"{state.Id}-0-0"], stage.Sent);
    }

    [Fact]
    public async Task An_attempt_that_was_out_is_sent_again_by_the_next_owner_with_the_same_key()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Stage.Send);
        await Stage.UntilAsync(() => stage.Sent.Count == 1, "first attempt");

        await stage.ReopenAsync();
        await stage.AnswerAsync(state.Id, 0, Stage.Done);

        await stage.EndedAsync(state.Id);
        Assert.Equal([$"{state.Id}-0-0", $"{state.Id}-0-0"], stage.Sent);
        Assert.Equal(2, stage.Journal.Log().Count);
    }

    [Fact]
    public async Task A_start_whose_commit_was_uncertain_goes_on_if_it_was_recorded()
    {
        var stage = await Stage.OpenAsync();
        stage.Journal.FailNext(MemoryJournal.Fault.Uncertain);
        var id = InstanceId.New(stage.Clock.GetUtcNow());

        await Assert.ThrowsAsync<JournalUnavailableException>(() => stage.StartAsync(stage.Add(Stage.Send), id));
        stage.Clock.Advance(TimeSpan.FromSeconds(2));
        await stage.AnswerAsync(id, 0, Stage.Done);

        await stage.EndedAsync(id);
    }

    [Theory]
    [InlineData(MemoryJournal.Fault.Refused)]
    [InlineData(MemoryJournal.Fault.Uncertain)]
    internal async Task An_outcome_is_recorded_once_whatever_the_journal_does(MemoryJournal.Fault fault)
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Stage.Send, Noop);
        stage.Journal.FailNext(fault);

        await stage.AnswerAsync(state.Id, 0, Stage.Done);
        await Stage.UntilAsync(
            async () =>
            {
                stage.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await stage.HistoryAsync(state.Id))?.TerminatedAt is not null;
            },
            "the outcome is recorded");

        Assert.Equal([$"{state.Id}-0-0"], stage.Sent);
        Assert.Equal([1L, 2L], stage.Journal.Log().Select(record => record.Sequence));
    }

    [Fact]
    public async Task A_timer_that_fell_due_during_downtime_fires_once_after_restart()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Delay("10s"));
        stage.Clock.Advance(TimeSpan.FromHours(1));

        await stage.ReopenAsync();

        await stage.EndedAsync(state.Id);
        Assert.Equal(2, stage.Journal.Log().Count);
    }

    [Fact]
    public async Task A_timer_fires_when_it_is_due_and_not_before()
    {
        var stage = await Stage.OpenAsync();
        var sooner = await stage.StartAsync(Delay("10s"));
        var later = await stage.StartAsync(Delay("30s"));

        stage.Clock.Advance(TimeSpan.FromSeconds(10));
        await stage.EndedAsync(sooner.Id);

        Assert.Null((await stage.HistoryAsync(later.Id))!.TerminatedAt);
        Assert.Equal(sooner.CreatedAt.AddSeconds(10), (await stage.HistoryAsync(sooner.Id))!.TerminatedAt);
        stage.Clock.Advance(TimeSpan.FromSeconds(20));
        await stage.EndedAsync(later.Id);
    }

    [Fact]
    public async Task A_timer_set_while_a_later_one_is_awaited_fires_first()
    {
        var stage = await Stage.OpenAsync();
        await stage.StartAsync(Delay("40s"));
        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        var sooner = await stage.StartAsync(Delay("2s"));

        stage.Clock.Advance(TimeSpan.FromSeconds(2));

        await stage.EndedAsync(sooner.Id);
    }

    [Fact]
    public async Task A_timer_beyond_the_near_future_is_read_from_disk_in_time()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Delay("720h"));

        for (var hour = 0; hour < 720; hour++)
        {
            stage.Clock.Advance(TimeSpan.FromHours(1));
        }

        await stage.EndedAsync(state.Id);
    }

    [Fact]
    public async Task Sleepers_are_not_in_memory()
    {
        var stage = await Stage.OpenAsync();
        for (var i = 0; i < 100; i++)
        {
            await stage.StartAsync(Delay("1h"));
            await stage.StartAsync("""{"wait_event":{"event":"go"}}""");
        }

        Assert.Equal(0, await stage.On(partition => Task.FromResult(partition.ActiveCount)));
    }

    [Fact]
    public async Task A_crowd_larger_than_one_batch_wakes_to_the_last()
    {
        var stage = await Stage.OpenAsync();
        var workflow = stage.Add(Delay("5m"));
        var ids = new List<InstanceId>();
        for (var i = 0; i < (NearWakes.BatchMax * 2) + 500; i++)
        {
            ids.Add((await stage.StartAsync(workflow, InstanceId.New(stage.Clock.GetUtcNow()))).Id);
        }

        stage.Clock.Advance(TimeSpan.FromMinutes(6));

        await Stage.UntilAsync(
            () =>
            {
                stage.Clock.Advance(TimeSpan.FromSeconds(1));
                return stage.Journal.Log().Count == ids.Count * 2;
            },
            "all have fired");
    }

    [Fact]
    public async Task A_retry_waits_for_its_time()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Stage.Send);
        await stage.AnswerAsync(state.Id, 0, Stage.Again);
        await Stage.UntilAsync(() => stage.Journal.Log().Count == 2, "the failure is recorded");

        stage.Clock.Advance(TimeSpan.FromSeconds(1));
        await stage.AnswerAsync(state.Id, 0, Stage.Done);

        await stage.EndedAsync(state.Id);
        Assert.Equal(2, (await stage.HistoryAsync(state.Id))!.Stages[0].Activities[0].Attempt);
    }

    [Fact]
    public async Task An_owner_that_lost_its_partition_writes_nothing_and_lets_go()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Stage.Send);
        await Stage.UntilAsync(() => stage.Sent.Count == 1, "first attempt");
        await stage.Journal.TakeEpochAsync(7, CancellationToken.None);

        await stage.AnswerAsync(state.Id, 0, Stage.Done);

        await Stage.UntilAsync(() => stage.Lost == 1, "the owner lets go");
        Assert.Single(stage.Journal.Log());
        await Assert.ThrowsAsync<PartitionClosedException>(() => stage.StartAsync(Noop));
    }

    [Fact]
    public async Task Closing_records_the_outcome_of_attempts_that_are_out()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Stage.Send, Stage.Send);
        await Stage.UntilAsync(() => stage.Sent.Count == 1, "first attempt");

        var closed = stage.On(partition => partition.CloseAsync(CancellationToken.None));
        await stage.AnswerAsync(state.Id, 0, Stage.Done);
        await closed;

        Assert.Equal(2, stage.Journal.Log().Count);
        Assert.Single(stage.Sent);
    }

    [Fact]
    public async Task Closing_withdraws_attempts_that_have_not_begun()
    {
        var stage = await Stage.OpenAsync();
        stage.Saturated = true;
        var state = await stage.StartAsync(Stage.Send);

        Task closed = null!;
        await stage.On(partition =>
        {
            closed = partition.CloseAsync(CancellationToken.None);
            return Task.CompletedTask;
        });
        await stage.AnswerAsync(state.Id, 0, Stage.Done);
        await closed;

        Assert.Single(stage.Journal.Log());
    }

    [Fact]
    public async Task Abort_withdraws_an_attempt_that_has_not_begun()
    {
        var stage = await Stage.OpenAsync();
        stage.Saturated = true;
        var state = await stage.StartAsync(Stage.Send);

        Assert.Null(await stage.On(partition => partition.AbortAsync(state.Id)));

        Assert.Equal("canceled", (await stage.HistoryAsync(state.Id))!.Error);
        await stage.AnswerAsync(state.Id, 0, Stage.Done);
        await Stage.UntilAsync(
            async () => await stage.On(partition => Task.FromResult(partition.ActiveCount)) == 0, "the withdrawn attempt is forgotten");
        Assert.Equal(2, stage.Journal.Log().Count);
    }

    [Fact]
    public async Task Abort_waits_for_an_attempt_that_is_out()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync(Stage.Send, Stage.Send);
        await Stage.UntilAsync(() => stage.Sent.Count == 1, "first attempt");

        Assert.Null(await stage.On(partition => partition.AbortAsync(state.Id)));
        Assert.Null((await stage.HistoryAsync(state.Id))!.TerminatedAt);
        await stage.AnswerAsync(state.Id, 0, Stage.Done);

        await stage.EndedAsync(state.Id);
        Assert.Single(stage.Sent);
    }

    [Fact]
    public async Task Unknown_instances_are_not_found()
    {
        var stage = await Stage.OpenAsync();
        var id = InstanceId.New(stage.Clock.GetUtcNow());

        Assert.Equal(RefusalKind.NotFound, (await stage.On(partition => partition.AbortAsync(id)))!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await stage.On(partition => partition.PostEventAsync(id, "go")))!.Kind);
        Assert.False(await stage.On(partition => partition.WaitForEndAsync(id, TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task Waiting_ends_with_the_instance_or_with_its_time()
    {
        var stage = await Stage.OpenAsync();
        var state = await stage.StartAsync("""{"wait_event":{"event":"go"}}""");

        var impatient = stage.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.FromSeconds(5)));
        var patient = stage.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.FromHours(5)));
        await Stage.UntilAsync(
            () =>
            {
                stage.Clock.Advance(TimeSpan.FromSeconds(1));
                return impatient.IsCompleted;
            },
            "the impatient one gives up");
        Assert.Null(await stage.On(partition => partition.PostEventAsync(state.Id, "go")));

        Assert.False(await impatient);
        Assert.True(await patient);
        Assert.True(await stage.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task The_same_id_starts_one_instance_however_many_start_it()
    {
        var stage = await Stage.OpenAsync();
        var workflow = stage.Add(Noop);
        var id = InstanceId.FromKey(workflow, "order-1");

        var states = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => stage.StartAsync(workflow, id)));

        Assert.Single(stage.Journal.Log());
        Assert.All(states, state => Assert.Equal(states[0].CreatedAt, state.CreatedAt));
    }

    [Fact]
    public async Task An_instance_that_cannot_be_replayed_does_not_stop_its_neighbours()
    {
        var stage = await Stage.OpenAsync();
        var damaged = await stage.StartAsync(Delay("10s"));
        var sound = await stage.StartAsync(Delay("10s"));
        stage.Journal.Damage(damaged.Id);

        stage.Clock.Advance(TimeSpan.FromSeconds(10));

        await stage.EndedAsync(sound.Id);
        await Assert.ThrowsAsync<JournalDamagedException>(() => stage.On(partition => partition.AbortAsync(damaged.Id)));
    }
}
