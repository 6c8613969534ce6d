using Sluice.Engine;
using Sluice.Engine.Activities;
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
        var owner = await PartitionUnderTest.OpenAsync();
        owner.Journal.FailNext(MemoryJournal.Fault.Refused);

        await Assert.ThrowsAsync<JournalUnavailableException>(() => owner.StartAsync(PartitionUnderTest.Send));
        Assert.Empty(owner.Sent);

        var state = await owner.StartAsync(PartitionUnderTest.Send);
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);
        await owner.EndedAsync(state.Id);
        Assert.Equal([$"{state.Id}-0-0"], owner.Sent);
    }

    [Fact]
    public async Task An_attempt_that_was_out_is_sent_again_by_the_next_owner_with_the_same_key()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send);
        await PartitionUnderTest.UntilAsync(() => owner.Sent.Count == 1, "first attempt");

        await owner.ReopenAsync();
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);

        await owner.EndedAsync(state.Id);
        Assert.Equal([$"{state.Id}-0-0", $"{state.Id}-0-0"], owner.Sent);
        Assert.Equal(2, owner.Journal.Log().Count);
    }

    [Fact]
    public async Task A_start_whose_commit_was_uncertain_goes_on_if_it_was_recorded()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        owner.Journal.FailNext(MemoryJournal.Fault.Uncertain);
        var id = InstanceId.New(owner.Clock.GetUtcNow());

        await Assert.ThrowsAsync<JournalUnavailableException>(() => owner.StartAsync(owner.Add(PartitionUnderTest.Send), id));
        owner.Clock.Advance(TimeSpan.FromSeconds(2));
        await owner.AnswerAsync(id, 0, PartitionUnderTest.Done);

        await owner.EndedAsync(id);
    }

    [Theory]
    [InlineData(MemoryJournal.Fault.Refused)]
    [InlineData(MemoryJournal.Fault.Uncertain)]
    internal async Task An_outcome_is_recorded_once_whatever_the_journal_does(MemoryJournal.Fault fault)
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send, Noop);
        owner.Journal.FailNext(fault);

        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);
        await PartitionUnderTest.UntilAsync(
            async () =>
            {
                owner.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await owner.HistoryAsync(state.Id))?.TerminatedAt is not null;
            },
            "the outcome is recorded");

        Assert.Equal([$"{state.Id}-0-0"], owner.Sent);
        Assert.Equal([1L, 2L], owner.Journal.Log().Select(record => record.Sequence));
    }

    [Fact]
    public async Task A_timer_that_fell_due_during_downtime_fires_once_after_restart()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(Delay("10s"));
        owner.Clock.Advance(TimeSpan.FromHours(1));

        await owner.ReopenAsync();

        await owner.EndedAsync(state.Id);
        Assert.Equal(2, owner.Journal.Log().Count);
    }

    [Fact]
    public async Task A_timer_fires_when_it_is_due_and_not_before()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var sooner = await owner.StartAsync(Delay("10s"));
        var later = await owner.StartAsync(Delay("30s"));

        owner.Clock.Advance(TimeSpan.FromSeconds(10));
        await owner.EndedAsync(sooner.Id);

        Assert.Null((await owner.HistoryAsync(later.Id))!.TerminatedAt);
        Assert.Equal(sooner.CreatedAt.AddSeconds(10), (await owner.HistoryAsync(sooner.Id))!.TerminatedAt);
        owner.Clock.Advance(TimeSpan.FromSeconds(20));
        await owner.EndedAsync(later.Id);
    }

    [Fact]
    public async Task An_instance_that_meets_an_unforeseen_error_strands_nobody_else_and_is_looked_at_again()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var cursed = owner.Add(Delay("10s"));
        var stranded = await owner.StartAsync(cursed, InstanceId.New(owner.Clock.GetUtcNow()));
        var neighbour = await owner.StartAsync(Delay("10s"));
        var later = await owner.StartAsync(Delay("20s"));
        owner.Cursed = cursed;

        owner.Clock.Advance(TimeSpan.FromSeconds(10));
        await owner.EndedAsync(neighbour.Id);
        owner.Clock.Advance(TimeSpan.FromSeconds(10));
        await owner.EndedAsync(later.Id);
        Assert.Null((await owner.HistoryAsync(stranded.Id))!.TerminatedAt);

        owner.Cursed = null;
        owner.Clock.Advance(TimeSpan.FromMinutes(1));
        await owner.EndedAsync(stranded.Id);
    }

    [Fact]
    public async Task A_timer_set_while_a_later_one_is_awaited_fires_first()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        await owner.StartAsync(Delay("40s"));
        owner.Clock.Advance(TimeSpan.FromSeconds(1));
        var sooner = await owner.StartAsync(Delay("2s"));

        owner.Clock.Advance(TimeSpan.FromSeconds(2));

        await owner.EndedAsync(sooner.Id);
    }

    [Fact]
    public async Task A_timer_beyond_the_near_future_is_read_from_disk_in_time()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(Delay("720h"));

        for (var hour = 0; hour < 720; hour++)
        {
            owner.Clock.Advance(TimeSpan.FromHours(1));
        }

        await owner.EndedAsync(state.Id);
    }

    [Fact]
    public async Task A_timer_set_while_its_stretch_is_being_read_from_disk_fires()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        owner.Journal.HoldWakes = read.Task;
        var reads = owner.Journal.WakeReads;
        owner.Clock.Advance(NearWakes.Horizon / 2);
        await PartitionUnderTest.UntilAsync(() => owner.Journal.WakeReads > reads, "the next stretch is being read");
        var state = await owner.StartAsync("""{"delay":{"duration":"50s"}}""");

        owner.Journal.HoldWakes = null;
        read.SetResult();
        await PartitionUnderTest.UntilAsync(
            async () =>
            {
                owner.Clock.Advance(TimeSpan.FromSeconds(1));
                return (await owner.HistoryAsync(state.Id))!.TerminatedAt is not null || owner.Clock.GetUtcNow() > state.CreatedAt.AddMinutes(5);
            },
            "the timer fires, or is late by minutes");

        Assert.InRange((await owner.HistoryAsync(state.Id))!.TerminatedAt ?? DateTimeOffset.MaxValue, state.CreatedAt.AddSeconds(50), state.CreatedAt.AddSeconds(60));
    }

    [Fact]
    public async Task Sleepers_are_not_in_memory()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        for (var i = 0; i < 100; i++)
        {
            await owner.StartAsync(Delay("1h"));
            await owner.StartAsync("""{"wait_event":{"event":"go"}}""");
        }

        Assert.Equal(0, await owner.On(partition => Task.FromResult(partition.ActiveCount)));
    }

    [Fact]
    public async Task A_crowd_larger_than_one_batch_wakes_to_the_last()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var workflow = owner.Add(Delay("5m"));
        var ids = new List<InstanceId>();
        for (var i = 0; i < (NearWakes.BatchMax * 2) + 500; i++)
        {
            ids.Add((await owner.StartAsync(workflow, InstanceId.New(owner.Clock.GetUtcNow()))).Id);
        }

        owner.Clock.Advance(TimeSpan.FromMinutes(6));

        await PartitionUnderTest.UntilAsync(
            () =>
            {
                owner.Clock.Advance(TimeSpan.FromSeconds(1));
                return owner.Journal.Log().Count == ids.Count * 2;
            },
            "all have fired");
    }

    [Fact]
    public async Task A_retry_waits_for_its_time()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send);
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Again);
        await PartitionUnderTest.UntilAsync(() => owner.Journal.Log().Count == 2, "the failure is recorded");

        owner.Clock.Advance(TimeSpan.FromSeconds(1));
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);

        await owner.EndedAsync(state.Id);
        Assert.Equal(2, (await owner.HistoryAsync(state.Id))!.Stages[0].Activities[0].Attempt);
    }

    [Fact]
    public async Task A_paused_attempt_is_shown_and_made_later_under_the_same_number()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send);
        await owner.AnswerAsync(state.Id, 0, new ActivityOutcome.Paused("ledger has been failing"));
        await PartitionUnderTest.UntilAsync(() => owner.Journal.Log().Count == 2, "the pause is recorded");

        var paused = (await owner.HistoryAsync(state.Id))!.Stages[0].Activities[0];
        Assert.Equal((1, "ledger has been failing"), (paused.Attempt, paused.LastFailure));
        Assert.Equal(owner.Clock.GetUtcNow() + TimeSpan.FromSeconds(1), paused.NextAttemptAt);
        Assert.Single(owner.Sent);

        owner.Clock.Advance(TimeSpan.FromSeconds(1));
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);

        await owner.EndedAsync(state.Id);
        Assert.Equal(1, (await owner.HistoryAsync(state.Id))!.Stages[0].Activities[0].Attempt);
        Assert.Equal([$"{state.Id}-0-0", $"{state.Id}-0-0"], owner.Sent);
    }

    [Fact]
    public async Task An_instance_whose_attempt_is_paused_is_aborted_at_once()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send);
        await owner.AnswerAsync(state.Id, 0, new ActivityOutcome.Paused("ledger has been failing"));
        await PartitionUnderTest.UntilAsync(() => owner.Journal.Log().Count == 2, "the pause is recorded");

        Assert.Null(await owner.On(partition => partition.AbortAsync(state.Id)));

        Assert.Equal("canceled", (await owner.HistoryAsync(state.Id))!.Error);
        owner.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(owner.Sent);
    }

    [Fact]
    public async Task An_owner_that_lost_its_partition_writes_nothing_and_lets_go()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send);
        await PartitionUnderTest.UntilAsync(() => owner.Sent.Count == 1, "first attempt");
        await owner.Journal.TakeEpochAsync(7, CancellationToken.None);

        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);

        await PartitionUnderTest.UntilAsync(() => owner.Lost == 1, "the owner lets go");
        Assert.Single(owner.Journal.Log());
        await Assert.ThrowsAsync<PartitionClosedException>(() => owner.StartAsync(Noop));
    }

    [Fact]
    public async Task Closing_records_the_outcome_of_attempts_that_are_out()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send, PartitionUnderTest.Send);
        await PartitionUnderTest.UntilAsync(() => owner.Sent.Count == 1, "first attempt");

        var closed = owner.On(partition => partition.CloseAsync(CancellationToken.None));
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);
        await closed;

        Assert.Equal(2, owner.Journal.Log().Count);
        Assert.Single(owner.Sent);
    }

    [Fact]
    public async Task Closing_withdraws_attempts_that_have_not_begun()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        owner.Saturated = true;
        var state = await owner.StartAsync(PartitionUnderTest.Send);

        Task closed = null!;
        await owner.On(partition =>
        {
            closed = partition.CloseAsync(CancellationToken.None);
            return Task.CompletedTask;
        });
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);
        await closed;

        Assert.Single(owner.Journal.Log());
    }

    [Fact]
    public async Task Abort_withdraws_an_attempt_that_has_not_begun()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        owner.Saturated = true;
        var state = await owner.StartAsync(PartitionUnderTest.Send);

        Assert.Null(await owner.On(partition => partition.AbortAsync(state.Id)));

        Assert.Equal("canceled", (await owner.HistoryAsync(state.Id))!.Error);
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);
        await PartitionUnderTest.UntilAsync(
            async () => await owner.On(partition => Task.FromResult(partition.ActiveCount)) == 0, "the withdrawn attempt is forgotten");
        Assert.Equal(2, owner.Journal.Log().Count);
    }

    [Fact]
    public async Task Abort_waits_for_an_attempt_that_is_out()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send, PartitionUnderTest.Send);
        await PartitionUnderTest.UntilAsync(() => owner.Sent.Count == 1, "first attempt");

        Assert.Null(await owner.On(partition => partition.AbortAsync(state.Id)));
        Assert.Null((await owner.HistoryAsync(state.Id))!.TerminatedAt);
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);

        await owner.EndedAsync(state.Id);
        Assert.Single(owner.Sent);
    }

    [Theory]
    [InlineData("""{"wait_event":{"event":"go"}}""")]
    [InlineData(PartitionUnderTest.Send)]
    public async Task Abort_does_not_wait_for_an_attempt_whose_outcome_is_recorded_although_nobody_was_told(string next)
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync(PartitionUnderTest.Send, next);
        await PartitionUnderTest.UntilAsync(() => owner.Sent.Count == 1, "first attempt");
        owner.Journal.FailNext(MemoryJournal.Fault.Uncertain);
        await owner.AnswerAsync(state.Id, 0, PartitionUnderTest.Done);
        await PartitionUnderTest.UntilAsync(() => owner.Journal.Log().Count == 2, "the outcome is recorded");

        Assert.Null(await owner.On(partition => partition.AbortAsync(state.Id)));

        Assert.Equal("canceled", (await owner.HistoryAsync(state.Id))!.Error);
        owner.Clock.Advance(TimeSpan.FromMinutes(1));
        await PartitionUnderTest.UntilAsync(
            async () => await owner.On(partition => Task.FromResult(partition.ActiveCount)) == 0, "the outcome is not recorded again");
        Assert.Single(owner.Sent);
    }

    [Fact]
    public async Task A_turn_that_meets_a_commit_which_came_late_is_decided_anew()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync("""{"wait_event":{"event":"a"}}""", """{"wait_event":{"event":"b"}}""");
        var held = owner.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.FromHours(1)));
        owner.Journal.FailNext(MemoryJournal.Fault.Late);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => owner.On(partition => partition.PostEventAsync(state.Id, "a")));

        // Read into memory before the commit comes.
        await owner.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.Zero));
        owner.Journal.WriteLate();

        Assert.Null(await owner.On(partition => partition.PostEventAsync(state.Id, "b")));

        Assert.True(await held);
        Assert.Equal(3, owner.Journal.Log().Count);
    }

    [Fact]
    public async Task Unknown_instances_are_not_found()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var id = InstanceId.New(owner.Clock.GetUtcNow());

        Assert.Equal(RefusalKind.NotFound, (await owner.On(partition => partition.AbortAsync(id)))!.Kind);
        Assert.Equal(RefusalKind.NotFound, (await owner.On(partition => partition.PostEventAsync(id, "go")))!.Kind);
        Assert.False(await owner.On(partition => partition.WaitForEndAsync(id, TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task Waiting_ends_with_the_instance_or_with_its_time()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var state = await owner.StartAsync("""{"wait_event":{"event":"go"}}""");

        var impatient = owner.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.FromSeconds(5)));
        var patient = owner.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.FromHours(5)));
        await PartitionUnderTest.UntilAsync(
            () =>
            {
                owner.Clock.Advance(TimeSpan.FromSeconds(1));
                return impatient.IsCompleted;
            },
            "the impatient one gives up");
        Assert.Null(await owner.On(partition => partition.PostEventAsync(state.Id, "go")));

        Assert.False(await impatient);
        Assert.True(await patient);
        Assert.True(await owner.On(partition => partition.WaitForEndAsync(state.Id, TimeSpan.FromHours(1))));
    }

    [Fact]
    public async Task The_same_id_starts_one_instance_however_many_start_it()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var workflow = owner.Add(Noop);
        var id = InstanceId.FromKey(workflow, "order-1");

        var states = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => owner.StartAsync(workflow, id)));

        Assert.Single(owner.Journal.Log());
        Assert.All(states, state => Assert.Equal(states[0].CreatedAt, state.CreatedAt));
    }

    [Fact]
    public async Task An_instance_that_cannot_be_replayed_does_not_stop_its_neighbours()
    {
        var owner = await PartitionUnderTest.OpenAsync();
        var damaged = await owner.StartAsync(Delay("10s"));
        var sound = await owner.StartAsync(Delay("10s"));
        owner.Journal.Damage(damaged.Id);

        owner.Clock.Advance(TimeSpan.FromSeconds(10));

        await owner.EndedAsync(sound.Id);
        await Assert.ThrowsAsync<JournalDamagedException>(() => owner.On(partition => partition.AbortAsync(damaged.Id)));
    }
}
