using System.Numerics;
using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using static Sluice.Engine.Instances.InstanceEvent;

namespace Sluice.Engine.Tests.Instances;

public class InstanceDeciderTests
{
    private const string Noop = """{"noop":{}}""";

    [Fact]
    public void A_workflow_without_stages_succeeds_in_its_first_turn()
    {
        var flow = Flow.Started();

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
        Assert.Collection(flow.Events, e => Assert.IsType<Started>(e), e => Assert.IsType<Succeeded>(e));
    }

    [Fact]
    public void Stages_that_need_nothing_share_one_turn()
    {
        var flow = Flow.Started(Noop, Noop, Noop);

        Assert.Single(flow.Turns);
        Assert.Equal(3, flow.Events.Count(e => e is StageSucceeded));
        Assert.Equal(Flow.Epoch, flow.State.TerminatedAt);
    }

    [Fact]
    public void A_second_start_changes_nothing()
    {
        var flow = Flow.Started(Flow.SendOne);
        var before = flow.State;

        var decision = flow.Do(new InstanceCommand.Start(Flow.Workflow, new Dictionary<string, string>()));

        Assert.Empty(decision.Events);
        Assert.Null(decision.Refusal);
        Assert.Same(before, flow.State);
    }

    [Fact]
    public void A_send_costs_two_turns()
    {
        var flow = Flow.Started(Flow.SendOne);

        Assert.Equal(Flow.Epoch, flow.State.WakeAt);
        flow.Succeed("""{"data":{"id":1}}""");

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
        Assert.Equal(2, flow.Turns.Count);
        Assert.Null(flow.State.WakeAt);
    }

    [Fact]
    public void A_send_within_a_ledger_is_one_posting()
    {
        var request = Assert.IsType<CreateTransaction>(Flow.Started(Flow.SendOne).State.Stage!.Pending!.Request);

        Assert.Equal("default", request.Ledger);
        Assert.Equal(new Posting("users:1", "bank", 100, "USD/2"), Assert.Single(request.Data.Postings!));
        Assert.Null(request.Data.Script);
        Assert.Null(request.Data.Reference);
        Assert.Empty(request.Data.Metadata);
    }

    [Fact]
    public void An_allowed_overdraft_is_sent_as_a_script()
    {
        var flow = Flow.Started(
            """{"send":{"source":{"account":{"id":"users:1","allowOverdraft":true}},"destination":{"account":{"id":"world"}},"amount":{"amount":100,"asset":"USD/2"}}}""");

        var request = Assert.IsType<CreateTransaction>(flow.State.Stage!.Pending!.Request);

        Assert.Null(request.Data.Postings);
        Assert.Equal(
            "send [USD/2 100] (\n  source = @users:1 allowing unbounded overdraft\n  destination = @world\n)",
            request.Data.Script!.Plain);
    }

    [Fact]
    public void A_send_across_ledgers_goes_through_both_bridge_accounts()
    {
        var flow = Flow.Started(
            """
            {"send":{"source":{"account":{"id":"a","ledger":"one","throughAccount":"bridge:one"}},
             "destination":{"account":{"id":"b","ledger":"two","throughAccount":"bridge:two","allowOverdraft":true}},
             "amount":{"amount":1000000000000000000000000000000,"asset":"USD/2"},"metadata":{"k":"v"},"timestamp":"2024-05-01T10:00:00Z"}}
            """);

        var debit = Assert.IsType<CreateTransaction>(flow.State.Stage!.Pending!.Request);
        flow.Succeed();
        var credit = Assert.IsType<CreateTransaction>(flow.State.Stage!.Pending!.Request);
        flow.Succeed();

        Assert.Equal("one", debit.Ledger);
        Assert.Equal(new Posting("a", "bridge:one", BigInteger.Pow(10, 30), "USD/2"), Assert.Single(debit.Data.Postings!));
        Assert.Equal(new Dictionary<string, string> { ["k"] = "v", ["orchestration/move-to-ledger"] = "two" }, debit.Data.Metadata);
        Assert.Equal(new DateTimeOffset(2024, 5, 1, 10, 0, 0, TimeSpan.Zero), debit.Data.Timestamp);
        Assert.Equal("two", credit.Ledger);
        Assert.Contains("[USD/2 1000000000000000000000000000000]", credit.Data.Script!.Plain, StringComparison.Ordinal);
        Assert.Contains("source = @bridge:two allowing unbounded overdraft", credit.Data.Script.Plain, StringComparison.Ordinal);
        Assert.Equal(new Dictionary<string, string> { ["k"] = "v", ["orchestration/move-from-ledger"] = "one" }, credit.Data.Metadata);
        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
    }

    [Fact]
    public void World_needs_no_overdraft_when_it_is_the_bridge_of_the_destination()
    {
        var flow = Flow.Started(
            """{"send":{"source":{"account":{"id":"a","ledger":"one"}},"destination":{"account":{"id":"b","ledger":"two","allowOverdraft":true}},"amount":{"amount":1,"asset":"EUR/2"}}}""");
        flow.Succeed();

        Assert.Null(Assert.IsType<CreateTransaction>(flow.State.Stage!.Pending!.Request).Data.Script);
    }

    [Fact]
    public void An_update_merges_metadata_into_an_account_of_main()
    {
        var flow = Flow.Started("""{"update":{"account":{"id":"a","metadata":{"k":"v"}}}}""");

        var request = Assert.IsType<AddAccountMetadata>(flow.State.Stage!.Pending!.Request);
        Assert.Equal(("a", "main"), (request.Id, request.Ledger));
        Assert.Equal(new Dictionary<string, string> { ["k"] = "v" }, request.Metadata);
    }

    [Fact]
    public void A_failed_attempt_waits_as_the_policy_says_and_keeps_key_and_body()
    {
        var flow = Flow.Started(Flow.SendOne);
        var first = flow.State.Stage!.Pending!;
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            flow.Fail(retryable: true, $"failure {i}");
            waits.Add((flow.State.WakeAt!.Value - flow.Now).TotalSeconds);
            flow.Now = flow.State.WakeAt.Value;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 100, 100], waits);
        var last = flow.State.Stage!.Pending!;
        Assert.Equal(10, last.Attempt);
        Assert.Same(first.Request, last.Request);
        Assert.Equal($"{Flow.Id}-0-0", last.IdempotencyKey(Flow.Id, 0));
    }

    [Fact]
    public void Retry_after_lengthens_a_wait_up_to_an_hour_and_never_shortens_it()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), RetryPolicy.Default.WaitAfter(1, new Failure("C", "m", true, TimeSpan.FromSeconds(30))));
        Assert.Equal(TimeSpan.FromSeconds(64), RetryPolicy.Default.WaitAfter(7, new Failure("C", "m", true, TimeSpan.FromSeconds(30))));
        Assert.Equal(TimeSpan.FromHours(1), RetryPolicy.Default.WaitAfter(1, new Failure("C", "m", true, TimeSpan.FromDays(9))));
        Assert.Equal(TimeSpan.FromSeconds(100), RetryPolicy.Default.WaitAfter(int.MaxValue, new Failure("C", "m", true)));
    }

    [Fact]
    public void A_final_failure_ends_stage_and_instance_with_the_services_text()
    {
        var flow = Flow.Started(Flow.SendOne, Noop);

        flow.Fail(retryable: false, "account @x is closed");

        Assert.Equal(InstanceStatus.Failed, flow.State.Status);
        Assert.Equal("account @x is closed", flow.State.Error);
        var stage = Assert.Single(flow.History().Stages);
        Assert.Equal("account @x is closed", stage.Error);
        Assert.Equal("account @x is closed", Assert.Single(stage.Activities).Error);
    }

    [Fact]
    public void Outcomes_of_other_attempts_change_nothing()
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Fail(retryable: true);

        Assert.Empty(flow.Do(new InstanceCommand.CompleteAttempt(0, 0, 1, new ActivityOutcome.Succeeded(null))).Events);
        Assert.Empty(flow.Do(new InstanceCommand.CompleteAttempt(0, 1, 2, new ActivityOutcome.Succeeded(null))).Events);
        Assert.Empty(flow.Do(new InstanceCommand.CompleteAttempt(1, 0, 2, new ActivityOutcome.Succeeded(null))).Events);
        Assert.NotEmpty(flow.Do(new InstanceCommand.CompleteAttempt(0, 0, 2, new ActivityOutcome.Succeeded(null))).Events);
    }

    [Fact]
    public void A_stage_that_does_not_resolve_fails_before_any_call()
    {
        var flow = Flow.Started(
            """{"send":{"source":{"account":{"id":"a"}},"destination":{"account":{"id":"b"}},"amount":{"amount":"${missing}","asset":"USD/2"}}}""");

        Assert.Equal(InstanceStatus.Failed, flow.State.Status);
        Assert.Equal("amount must be specified", flow.State.Error);
        var stage = Assert.Single(flow.History().Stages);
        Assert.Null(stage.Input);
        Assert.Equal("send", stage.RejectedKind);
        Assert.Equal(Flow.Epoch, stage.TerminatedAt);
    }

    [Fact]
    public void A_timer_never_fires_early()
    {
        var flow = Flow.Started("""{"delay":{"duration":"10s"}}""");
        Assert.Equal(Flow.Epoch.AddSeconds(10), flow.State.WakeAt);

        flow.Now = Flow.Epoch.AddSeconds(10).AddMicroseconds(-1);
        Assert.Empty(flow.Do(new InstanceCommand.Wake(false)).Events);
        flow.Now = Flow.Epoch.AddSeconds(10);
        flow.Do(new InstanceCommand.Wake(false));

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
    }

    [Theory]
    [InlineData("""{"delay":{"duration":"0s"}}""")]
    [InlineData("""{"delay":{"duration":"-1h"}}""")]
    [InlineData("""{"delay":{"until":"2020-01-01T00:00:00Z"}}""")]
    public void A_sleep_that_is_over_takes_no_timer(string stage) =>
        Assert.Equal(InstanceStatus.Succeeded, Flow.Started(stage).State.Status);

    [Fact]
    public void An_event_posted_early_waits_in_the_mailbox()
    {
        var flow = Flow.Started("""{"delay":{"duration":"1s"}}""", """{"wait_event":{"event":"go"}}""", """{"wait_event":{"event":"go"}}""");
        flow.Do(new InstanceCommand.PostEvent("other"));
        flow.Do(new InstanceCommand.PostEvent("go"));

        flow.Now = flow.State.WakeAt!.Value;
        flow.Do(new InstanceCommand.Wake(false));

        Assert.Equal(2, flow.State.Stage!.Index);
        Assert.Equal(["other"], flow.State.Mailbox);
        Assert.Null(flow.State.WakeAt);
        flow.Do(new InstanceCommand.PostEvent("Go"));
        Assert.Equal(InstanceStatus.Running, flow.State.Status);
        flow.Do(new InstanceCommand.PostEvent("go"));
        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
    }

    [Fact]
    public void An_event_posted_again_changes_nothing_even_when_the_instance_ended_with_it()
    {
        var (first, last) = (Guid.NewGuid(), Guid.NewGuid());
        var flow = Flow.Started("""{"wait_event":{"event":"go"}}""", """{"wait_event":{"event":"go"}}""");
        flow.Do(new InstanceCommand.PostEvent("go", first));

        Assert.Empty(flow.Do(new InstanceCommand.PostEvent("go", first)).Events);
        Assert.Equal(1, flow.State.Stage!.Index);
        Assert.Empty(flow.State.Mailbox);

        flow.Do(new InstanceCommand.PostEvent("go", last));
        var again = flow.Do(new InstanceCommand.PostEvent("go", last));
        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
        Assert.Null(again.Refusal);
        Assert.Empty(again.Events);
    }

    [Fact]
    public void Of_many_events_the_last_are_recognized()
    {
        var ids = Enumerable.Range(0, Limits.RememberedEventsMax + 1).Select(_ => Guid.NewGuid()).ToList();
        var flow = Flow.Started("""{"delay":{"duration":"1h"}}""");
        foreach (var id in ids.Take(Limits.MailboxEventsMax))
        {
            flow.Do(new InstanceCommand.PostEvent("noise", id));
        }

        Assert.All(ids.Take(Limits.MailboxEventsMax), id => Assert.Null(flow.Do(new InstanceCommand.PostEvent("noise", id)).Refusal));
        Assert.NotNull(flow.Do(new InstanceCommand.PostEvent("noise", ids[^1])).Refusal);
        Assert.Equal(Limits.RememberedEventsMax, flow.State.RememberedEvents.Count);
    }

    [Fact]
    public void An_ended_instance_takes_no_events()
    {
        var decision = Flow.Started(Noop).Do(new InstanceCommand.PostEvent("go"));

        Assert.Equal(Refusal.Validation("instance is terminated"), decision.Refusal);
        Assert.Empty(decision.Events);
    }

    [Theory]
    [InlineData("""{"delay":{"duration":"1h"}}""")]
    [InlineData("""{"wait_event":{"event":"go"}}""")]
    public void Abort_ends_sleeps_and_waits_at_once(string stage)
    {
        var flow = Flow.Started(stage);

        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
        Assert.Equal("canceled", flow.State.Error);
        Assert.Equal("canceled", Assert.Single(flow.History().Stages).Error);
    }

    [Fact]
    public void Abort_between_attempts_gives_the_activity_up()
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Fail(retryable: true, "no funds");

        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        var activity = Assert.Single(Assert.Single(flow.History().Stages).Activities);
        Assert.Equal("cancelled", activity.Error);
        Assert.Equal("no funds", activity.LastFailure);
        Assert.Null(activity.NextAttemptAt);
        Assert.NotNull(activity.TerminatedAt);
    }

    [Fact]
    public void Abort_lets_the_attempt_that_is_out_finish_and_records_its_output()
    {
        var flow = Flow.Started(Flow.SendOne, Noop);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));
        Assert.False(flow.State.Terminated);
        Assert.Empty(flow.Do(new InstanceCommand.Wake(AttemptRunning: true)).Events);

        flow.Succeed("""{"data":{"id":7}}""");

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
        var stage = Assert.Single(flow.History().Stages);
        Assert.Equal("canceled", stage.Error);
        Assert.Equal("""{"data":{"id":7}}""", Assert.Single(stage.Activities).Output.ToString());
        Assert.Null(stage.Activities[0].Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Abort_does_not_retry_the_attempt_that_is_out(bool retryable)
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));

        flow.Fail(retryable, "late");

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
        Assert.Equal("late", Assert.Single(Assert.Single(flow.History().Stages).Activities).LastFailure);
    }

    [Fact]
    public void An_aborting_instance_whose_attempt_was_lost_says_so()
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));

        flow.Do(new InstanceCommand.Wake(AttemptRunning: false));

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
        Assert.Contains("unknown", Assert.Single(Assert.Single(flow.History().Stages).Activities).LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public void Abort_is_idempotent_and_refused_once_the_instance_ended_by_itself()
    {
        var aborted = Flow.Started("""{"wait_event":{"event":"go"}}""");
        aborted.Do(new InstanceCommand.Abort(false));
        var ended = Flow.Started(Noop);

        Assert.Null(aborted.Do(new InstanceCommand.Abort(false)).Refusal);
        Assert.Equal(Refusal.Validation("instance is already terminated"), ended.Do(new InstanceCommand.Abort(false)).Refusal);
    }

    [Fact]
    public void Commands_to_an_instance_that_never_started_are_a_bug() =>
        Assert.Throws<InvalidOperationException>(() => Flow.Of(Noop).Do(new InstanceCommand.Wake(false)));

    [Fact]
    public void The_event_an_instance_waits_for_is_welcome_however_full_its_mailbox_is()
    {
        var flow = Flow.Started("""{"wait_event":{"event":"go"}}""");
        for (var i = 0; i < Limits.MailboxEventsMax; i++)
        {
            Assert.Null(flow.Do(new InstanceCommand.PostEvent("noise")).Refusal);
        }

        Assert.NotNull(flow.Do(new InstanceCommand.PostEvent("noise")).Refusal);
        Assert.Equal(Limits.MailboxEventsMax, flow.State.Mailbox.Count);
        Assert.Null(flow.Do(new InstanceCommand.PostEvent("go")).Refusal);
        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
    }
}
