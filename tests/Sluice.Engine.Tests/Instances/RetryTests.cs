using Sluice.Engine.Activities;
using Sluice.Engine.Instances;

namespace Sluice.Engine.Tests.Instances;

public class RetryTests
{
    private static readonly Failure Outage = new("HTTP_503", "down", Retryable: true);

    [Fact]
    public void A_policy_decides_on_waits_and_on_the_last_attempt()
    {
        var flow = Sending("""{"maxAttempts":4,"initialInterval":"2s","maxInterval":"5s","multiplier":1.5}""");
        var waits = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            flow.Complete(new ActivityOutcome.Failed(Outage));
            waits.Add((flow.State.WakeAt!.Value - flow.Now).TotalSeconds);
        }

        flow.Complete(new ActivityOutcome.Failed(Outage));

        Assert.Equal([2, 3, 4.5], waits);
        Assert.Equal((InstanceStatus.Failed, "down"), (flow.State.Status, flow.State.Error));
        Assert.Equal(4, flow.History().Stages[0].Activities[0].Attempt);
    }

    [Fact]
    public void Attempts_that_nobody_answered_do_not_use_a_policy_up()
    {
        var flow = Sending("""{"maxAttempts":2}""");
        for (var i = 0; i < 5; i++)
        {
            flow.Complete(OutcomeClassification.NoAnswer(flow.State.Stage!.Pending!.Request, "connection refused"));
        }

        Assert.Equal(6, flow.State.Stage!.Pending!.Attempt);
        flow.Complete(new ActivityOutcome.Failed(Outage));
        Assert.Equal(InstanceStatus.Running, flow.State.Status);
        flow.Complete(new ActivityOutcome.Failed(Outage));

        Assert.Equal((InstanceStatus.Failed, "down"), (flow.State.Status, flow.State.Error));
        Assert.Equal(7, flow.History().Stages[0].Activities[0].Attempt);
    }

    [Fact]
    public void A_code_that_the_policy_names_is_final()
    {
        var flow = Sending("""{"nonRetryable":["INSUFFICIENT_FUND"]}""");
        flow.Complete(new ActivityOutcome.Failed(Outage));
        Assert.Equal(InstanceStatus.Running, flow.State.Status);

        flow.Complete(new ActivityOutcome.Failed(new Failure("INSUFFICIENT_FUND", "poor", Retryable: true)));

        Assert.Equal((InstanceStatus.Failed, "poor"), (flow.State.Status, flow.State.Error));
    }

    [Theory]
    [InlineData("""{"initialInterval":"200s"}""", 200, 200)]
    [InlineData("""{"maxInterval":"500ms"}""", 0.5, 0.5)]
    [InlineData("""{"multiplier":1}""", 1, 1)]
    [InlineData("""{"multiplier":"10"}""", 1, 10)]
    [InlineData("{}", 1, 2)]
    public void What_a_policy_leaves_out_is_as_without_one(string policy, double first, double second)
    {
        var flow = Sending(policy);
        flow.Complete(new ActivityOutcome.Failed(Outage));
        var one = (flow.State.WakeAt!.Value - flow.Now).TotalSeconds;
        flow.Complete(new ActivityOutcome.Failed(Outage));

        Assert.Equal((first, second), (one, (flow.State.WakeAt!.Value - flow.Now).TotalSeconds));
    }

    [Fact]
    public void A_policy_lives_as_long_as_its_stage()
    {
        var flow = Flow.Started(SendWith("""{"maxAttempts":1}"""), Flow.SendOne);
        flow.Succeed();
        flow.Complete(new ActivityOutcome.Failed(Outage));

        Assert.Equal(InstanceStatus.Running, flow.State.Status);
        Assert.Null(flow.State.Stage!.Retry);
        Assert.Equal(1, Flow.Started(SendWith("""{"maxAttempts":1}""")).Replay(1).Stage!.Retry!.MaximumAttempts);
    }

    [Fact]
    public void A_pause_burns_no_attempt_and_grows_to_half_a_minute()
    {
        var flow = Sending("""{"maxAttempts":1}""");
        var waits = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            flow.Complete(new ActivityOutcome.Paused("ledger is down"));
            waits.Add((flow.State.WakeAt!.Value - flow.Now).TotalSeconds);
        }

        var activity = flow.History().Stages[0].Activities[0];
        Assert.Equal([1, 2, 4, 8, 16, 30, 30], waits);
        Assert.Equal((1, "ledger is down", flow.Now.AddSeconds(30)), (activity.Attempt, activity.LastFailure, activity.NextAttemptAt));

        flow.Succeed();
        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
    }

    [Fact]
    public void Pauses_start_anew_after_an_attempt()
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Complete(new ActivityOutcome.Paused("down"));
        flow.Complete(new ActivityOutcome.Paused("down"));
        flow.Complete(new ActivityOutcome.Failed(Outage));
        flow.Complete(new ActivityOutcome.Paused("down"));

        Assert.Equal(TimeSpan.FromSeconds(1), flow.State.WakeAt - flow.Now);
        Assert.Equal(2, flow.State.Stage!.Pending!.Attempt);
    }

    [Fact]
    public void An_abort_ends_a_pause()
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Complete(new ActivityOutcome.Paused("down"));
        flow.Do(new InstanceCommand.Abort(AttemptRunning: false));

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
    }

    [Fact]
    public void A_pause_during_an_abort_ends_it()
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Do(new InstanceCommand.Abort(AttemptRunning: true));
        flow.Complete(new ActivityOutcome.Paused("down"));

        Assert.Equal(InstanceStatus.Canceled, flow.State.Status);
    }

    private static string SendWith(string policy) => Flow.SendOne.Replace("{\"send\":{", $"{{\"send\":{{\"$retry\":{policy},", StringComparison.Ordinal);

    private static Flow Sending(string policy) => Flow.Started(SendWith(policy));
}
