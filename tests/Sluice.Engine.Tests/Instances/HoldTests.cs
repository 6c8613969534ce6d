using Sluice.Engine.Activities;
using Sluice.Engine.Instances;

namespace Sluice.Engine.Tests.Instances;

/// <summary>No hold is forgotten: what an instance set aside is confirmed, given back, or kept on purpose.</summary>
public class HoldTests
{
    private const string Wallet = """{"data":{"id":"w","ledger":"l","metadata":{}}}""";
    private const string Held = """{"data":{"id":"h-1"}}""";
    private const string Wait = """{"wait_event":{"event":"go"}}""";
    private const string Broken = """{"update":{"account":{"id":"${missing}","metadata":{}}}}""";

    private static readonly ActivityOutcome Outage = new ActivityOutcome.Failed(new Failure("NO_ANSWER", "no answer", Retryable: true));
    private static readonly ActivityOutcome Poor = new ActivityOutcome.Failed(new Failure(Failure.InsufficientFund, "poor", Retryable: true));

    [Fact]
    public void A_hold_is_a_pending_debit_whose_id_becomes_a_variable()
    {
        var flow = Flow.Started(
            """{"hold":{"source":{"wallet":{"id":"w","balance":"b"}},"destination":{"account":{"id":"shop"}},"amount":{"amount":7,"asset":"USD/2"},"description":"why","variable":"id"}}""",
            """{"confirm_hold":{"hold":"${id}","amount":5,"final":true}}""");
        flow.Succeed(Wallet);
        var debit = Assert.IsType<DebitWallet>(flow.State.Stage!.Pending!.Request);
        flow.Succeed(Held);

        Assert.Equal((true, "why", WalletSubject.Account("shop"), "b"), (debit.Data.Pending, debit.Data.Description, debit.Data.Destination, debit.Data.Balances.Single()));
        Assert.Equal("h-1", flow.State.Variables["id"]);
        Assert.Equal(new ConfirmHold("h-1", 5, true), flow.State.Stage!.Pending!.Request);
        Assert.Equal([new OpenHold("h-1", 7)], flow.State.OpenHolds);

        flow.Succeed();

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
        Assert.DoesNotContain(flow.Events, e => e is InstanceEvent.ActivityScheduled { Request: VoidHold });
    }

    [Fact]
    public void A_hold_of_an_instance_that_succeeds_stays()
    {
        var flow = Holding();

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
        Assert.DoesNotContain(flow.Events, e => e is InstanceEvent.ActivityScheduled { Request: VoidHold });
    }

    [Fact]
    public void A_hold_of_an_instance_that_fails_is_voided_before_it_ends()
    {
        var flow = Holding(Flow.SendOne);
        flow.Fail(retryable: false, "no");

        Assert.Equal(InstanceStatus.Running, flow.State.Status);
        Assert.Equal(new VoidHold("h-1"), flow.State.Stage!.Pending!.Request);
        Assert.Null(flow.History().Stages[1].TerminatedAt);

        flow.Complete(Outage);
        Assert.Equal(2, flow.State.Stage.Pending.Attempt);
        flow.Succeed();

        Assert.Equal((InstanceStatus.Failed, "no"), (flow.State.Status, flow.State.Error));
        Assert.Equal(["CreateTransaction", "VoidHold"], flow.History().Stages[1].Activities.Select(a => a.Request.ActivityName));
        Assert.Equal("no", flow.History().Stages[1].Error);
    }

    [Fact]
    public void A_stage_that_cannot_begin_voids_holds_too()
    {
        var flow = Holding(Broken);

        Assert.Equal(InstanceStatus.Running, flow.State.Status);
        Assert.Equal(new VoidHold("h-1"), flow.State.Stage!.Pending!.Request);
        Assert.Null(flow.History().Stages[1].TerminatedAt);
        flow.Succeed();

        Assert.Equal(InstanceStatus.Failed, flow.State.Status);
        Assert.NotNull(flow.History().Stages[1].TerminatedAt);
        Assert.Equal(flow.State.Error, flow.History().Stages[1].Error);
    }

    [Fact]
    public void A_hold_that_cannot_be_voided_does_not_keep_the_instance_from_ending()
    {
        var flow = Holding(Broken);
        flow.Complete(new ActivityOutcome.Failed(new Failure("HOLD_CLOSED", "closed", Retryable: false)));

        Assert.Equal(InstanceStatus.Failed, flow.State.Status);
        Assert.Equal("closed", Assert.Single(flow.History().Stages[1].Activities).Error);
    }

    [Fact]
    public void A_hold_of_an_aborted_instance_is_voided()
    {
        var flow = Holding(Wait);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        Assert.Equal(InstanceStatus.Aborting, flow.State.Status);
        Assert.Equal(new VoidHold("h-1"), flow.State.Stage!.Pending!.Request);
        Assert.Null(flow.Do(new InstanceCommand.Abort(AttemptRunning: true)).Refusal);
        Assert.Empty(flow.Do(new InstanceCommand.Wake(AttemptRunning: false)).Events);
        flow.Succeed();

        Assert.Equal((InstanceStatus.Canceled, "canceled"), (flow.State.Status, flow.State.Error));
        Assert.Equal("canceled", flow.History().Stages[1].Error);
    }

    [Fact]
    public void Every_open_hold_is_voided()
    {
        var flow = Flow.Started(Hold("one"), Hold("two"), Broken);
        flow.Succeed(Wallet);
        flow.Succeed(Held);
        flow.Succeed(Wallet);
        flow.Succeed("""{"data":{"id":"h-2"}}""");
        flow.Succeed();
        flow.Succeed();

        Assert.Equal(InstanceStatus.Failed, flow.State.Status);
        Assert.Equal(
            [new VoidHold("h-1"), new VoidHold("h-2")],
            flow.History().Stages[2].Activities.Select(activity => activity.Request));
    }

    [Fact]
    public void A_hold_that_is_to_be_kept_is_left_alone()
    {
        var flow = Flow.Started(Hold("hold", keep: true), Broken);
        flow.Succeed(Wallet);
        flow.Succeed(Held);

        Assert.Equal(InstanceStatus.Failed, flow.State.Status);
        Assert.DoesNotContain(flow.Events, e => e is InstanceEvent.ActivityScheduled { Request: VoidHold });
    }

    [Theory]
    [InlineData("""{"hold":"${hold}"}""", false)]
    [InlineData("""{"hold":"${hold}","amount":7}""", false)]
    [InlineData("""{"hold":"${hold}","amount":1,"final":true}""", false)]
    [InlineData("""{"hold":"${hold}","amount":6}""", true)]
    public void What_is_confirmed_in_part_is_still_open(string confirm, bool open)
    {
        var flow = Holding($$"""{"confirm_hold":{{confirm}} }""", Broken);
        flow.Succeed();

        Assert.Equal(open, flow.State.Stage?.Pending?.Request is VoidHold);
        Assert.Equal(open ? InstanceStatus.Running : InstanceStatus.Failed, flow.State.Status);
    }

    [Fact]
    public void A_hold_that_the_flow_voids_itself_is_not_voided_again()
    {
        var flow = Holding("""{"void_hold":{"hold":"${hold}"}}""", Broken);
        flow.Succeed();

        Assert.Equal(InstanceStatus.Failed, flow.State.Status);
    }

    [Fact]
    public void A_hold_that_opens_while_the_instance_is_aborted_is_voided()
    {
        var flow = Debiting();
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));
        flow.Succeed(Held);

        Assert.Equal(new VoidHold("h-1"), flow.State.Stage!.Pending!.Request);
        flow.Succeed();
        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
    }

    [Fact]
    public void A_debit_whose_answer_was_lost_is_asked_for_again_before_an_abort_ends()
    {
        var flow = Debiting();
        flow.Complete(Outage);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        // The owner may have died as well: whoever looks next goes on asking.
        Assert.Empty(flow.Do(new InstanceCommand.Wake(AttemptRunning: false)).Events);
        flow.Complete(Outage);
        flow.Complete(new ActivityOutcome.Paused("down"));
        Assert.Equal(InstanceStatus.Aborting, flow.State.Status);
        Assert.Equal(3, flow.State.Stage!.Pending!.Attempt);

        flow.Succeed(Held);
        Assert.Equal(new VoidHold("h-1"), flow.State.Stage!.Pending!.Request);
    }

    [Fact]
    public void A_debit_that_was_refused_ends_an_abort()
    {
        var flow = Debiting();
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));
        flow.Complete(Poor);

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
    }

    [Fact]
    public void An_abort_while_a_debit_waits_for_funds_ends_at_once()
    {
        var flow = Debiting();
        flow.Complete(Poor);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
        Assert.Equal("poor", flow.History().Stages[0].Activities[1].LastFailure);
    }

    [Fact]
    public void An_abort_after_a_debit_was_sent_to_find_out_whether_the_service_is_back_waits_for_its_answer()
    {
        var flow = Debiting();
        flow.Complete(Poor);
        flow.Now = flow.State.WakeAt!.Value;
        flow.Complete(new ActivityOutcome.Paused("down", Sent: true));
        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        Assert.Equal(InstanceStatus.Aborting, flow.State.Status);
        Assert.Null(flow.Replay(flow.Turns.Count).Stage!.Pending!.LastFailure);
        flow.Succeed(Held);
        Assert.Equal(new VoidHold("h-1"), flow.State.Stage!.Pending!.Request);
    }

    [Fact]
    public void A_debit_without_an_answer_is_not_given_up_by_a_policy()
    {
        var flow = Debiting(""" ,"$retry":{"maxAttempts":1} """);
        flow.Complete(Outage);
        Assert.Equal(2, flow.State.Stage!.Pending!.Attempt);
        flow.Complete(Poor);

        Assert.Equal((InstanceStatus.Failed, "poor"), (flow.State.Status, flow.State.Error));
    }

    [Fact]
    public void Replay_finds_the_same_holds()
    {
        var flow = Holding(Wait);

        Assert.Equal(flow.State.OpenHolds, flow.Replay(flow.Turns.Count).OpenHolds);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));
        Assert.Equal(new VoidHold("h-1"), flow.Replay(flow.Turns.Count).Stage!.Pending!.Request);
    }

    private static string Hold(string variable, bool keep = false, string more = "") =>
        $$$"""{"hold":{"source":{"wallet":{"id":"w"}},"amount":{"amount":7,"asset":"USD/2"},"variable":"{{{variable}}}","keep":{{{(keep ? "true" : "false")}}}{{{more}}} }}""";

    private static Flow Debiting(string more = "")
    {
        var flow = Flow.Started(Hold("hold", more: more));
        flow.Succeed(Wallet);
        return flow;
    }

    private static Flow Holding(params string[] then)
    {
        var flow = Flow.Started([Hold("hold"), .. then]);
        flow.Succeed(Wallet);
        flow.Succeed(Held);
        return flow;
    }
}
