using Sluice.Engine.Activities;
using Sluice.Engine.Instances;

namespace Sluice.Engine.Tests.Instances;

/// <summary>A stage's voiding that was given up leaves the hold to the instance, which voids it before it ends.</summary>
public class GivenUpVoidTests
{
    private static readonly ActivityOutcome Outage = new ActivityOutcome.Failed(new Failure("NO_ANSWER", "no answer", Retryable: true));

    [Fact]
    public void A_void_that_an_abort_finds_waiting_for_its_next_attempt()
    {
        var flow = Voiding();
        flow.Complete(Outage);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        AssertVoidsAgain(flow, InstanceStatus.Canceled);
    }

    [Fact]
    public void A_void_that_got_no_answer_while_the_instance_is_aborted()
    {
        var flow = Voiding();
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));
        flow.Complete(Outage);

        AssertVoidsAgain(flow, InstanceStatus.Canceled);
    }

    [Fact]
    public void A_void_that_was_out_when_the_process_of_an_aborted_instance_stopped()
    {
        var flow = Voiding();
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));
        flow.Do(new InstanceCommand.Wake(AttemptRunning: false));

        AssertVoidsAgain(flow, InstanceStatus.Canceled);
    }

    [Fact]
    public void A_void_whose_policy_allows_no_further_attempt()
    {
        var flow = Voiding(""" ,"$retry":{"maxAttempts":1} """);
        flow.Complete(new ActivityOutcome.Failed(new Failure("HTTP_503", "down", Retryable: true)));

        AssertVoidsAgain(flow, InstanceStatus.Failed);
    }

    [Fact]
    public void A_void_that_was_refused_is_not_asked_for_again()
    {
        var flow = Voiding();
        flow.Complete(new ActivityOutcome.Failed(new Failure("HOLD_CLOSED", "closed", Retryable: false)));

        Assert.Equal((InstanceStatus.Failed, "closed"), (flow.State.Status, flow.State.Error));
        Assert.Single(flow.History().Stages[1].Activities);
    }

    private static void AssertVoidsAgain(Flow flow, InstanceStatus end)
    {
        Assert.Equal((1, new VoidHold("h-1")), (flow.State.Stage!.Pending!.Index, flow.State.Stage.Pending.Request));
        flow.Complete(Outage);
        Assert.Equal((1, 2), (flow.State.Stage!.Pending!.Index, flow.State.Stage.Pending.Attempt));
        flow.Succeed();
        Assert.Equal(end, flow.State.Status);
    }

    private static Flow Voiding(string more = "")
    {
        var flow = Flow.Started(
            """{"hold":{"source":{"wallet":{"id":"w"}},"amount":{"amount":7,"asset":"USD/2"}}}""",
            $$$"""{"void_hold":{"hold":"${hold}"{{{more}}} }}""");
        flow.Succeed("""{"data":{"id":"w","ledger":"l","metadata":{}}}""");
        flow.Succeed("""{"data":{"id":"h-1"}}""");
        return flow;
    }
}
