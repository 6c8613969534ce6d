using System.Text.Json;
using CsCheck;
using Sluice.Engine.Activities;
using Sluice.Engine.Instances;

namespace Sluice.Engine.Tests.Instances;

public class InstancePropertyTests
{
    private static readonly string[] StagesToDraw =
    [
        Flow.SendOne,
        """{"send":{"source":{"account":{"id":"a","ledger":"one"}},"destination":{"account":{"id":"b","ledger":"two"}},"amount":{"amount":5,"asset":"EUR/2"}}}""",
        """{"update":{"account":{"id":"a","metadata":{"k":"v"}}}}""",
        """{"delay":{"duration":"3s"}}""",
        """{"delay":{"duration":"0s"}}""",
        """{"wait_event":{"event":"go"}}""",
        """{"wait_event":{"event":"other"}}""",
        """{"noop":{}}""",
        """{"wait_event":{"event":"go","timeout":"5s"}}""",
        """{"hold":{"source":{"wallet":{"id":"w"}},"amount":{"amount":7,"asset":"USD/2"}}}""",
        """{"hold":{"source":{"wallet":{"id":"w"}},"amount":{"amount":7,"asset":"USD/2"},"variable":"other","keep":true}}""",
        """{"confirm_hold":{"hold":"${hold}","amount":3}}""",
        """{"confirm_hold":{"hold":"${hold}"}}""",
        """{"void_hold":{"hold":"${hold}"}}""",
        """{"send":{"source":{"payment":{"id":"p"}},"destination":{"wallet":{"id":"w"}},"$retry":{"maxAttempts":3}}}""",
        """{"send":{"source":{"wallet":{"id":"w"}},"destination":{"payment":{"psp":"stripe"}},"amount":{"amount":5,"asset":"EUR/2"}}}""",
    ];

    private static readonly string[] EventNames = ["go", "other"];

    private static readonly Gen<string[]> Stages = Gen.Int[0, StagesToDraw.Length - 1].Select(i => StagesToDraw[i]).Array[0, 5];

    private static readonly Gen<Action<Flow>> Step = Gen.OneOf(
        Gen.Const<Action<Flow>>(flow => Complete(flow, new ActivityOutcome.Succeeded(null))),
        Gen.Const<Action<Flow>>(Answer),
        Gen.Const<Action<Flow>>(Answer),
        Gen.Const<Action<Flow>>(Answer),
        Gen.Const<Action<Flow>>(flow => Complete(flow, new ActivityOutcome.Paused("nobody answers"))),
        Gen.Const<Action<Flow>>(flow => Complete(flow, new ActivityOutcome.Failed(new Failure("INSUFFICIENT_FUND", "poor", true)))),
        Gen.Const<Action<Flow>>(flow => Complete(flow, new ActivityOutcome.Failed(new Failure("C", "again", true)))),
        Gen.Const<Action<Flow>>(flow => Complete(flow, new ActivityOutcome.Failed(new Failure("C", "again", true, TimeSpan.FromMinutes(2))))),
        Gen.Const<Action<Flow>>(flow => Complete(flow, new ActivityOutcome.Failed(new Failure("C", "final", false)))),
        Gen.Const<Action<Flow>>(flow => flow.Do(new InstanceCommand.CompleteAttempt(0, 0, 1, new ActivityOutcome.Succeeded(null)))),
        Gen.Const<Action<Flow>>(flow => flow.Do(new InstanceCommand.Wake(flow.State.Stage?.Pending is not null))),
        Gen.Const<Action<Flow>>(flow => flow.Do(new InstanceCommand.PostEvent("go"))),
        Gen.Const<Action<Flow>>(flow => flow.Do(new InstanceCommand.PostEvent("other"))),
        Gen.Bool.Select(running => (Action<Flow>)(flow => flow.Do(new InstanceCommand.Abort(running && flow.State.Stage?.Pending is not null)))),
        Gen.Int[1, 200_000].Select(milliseconds => (Action<Flow>)(flow => flow.Now = flow.Now.AddMilliseconds(milliseconds))));

    private static readonly Gen<Flow> Run = Gen.Select(Stages, Step.Array[0, 40]).Select((stages, steps) =>
    {
        var flow = Flow.Started(stages);
        foreach (var step in steps)
        {
            step(flow);
        }

        return flow;
    });

    [Fact]
    public void Replay_equals_live_and_every_prefix_loads() => Run.Sample(flow =>
    {
        for (var turns = 1; turns <= flow.Turns.Count; turns++)
        {
            var replayed = flow.Replay(turns);
            Assert.Equal(turns, replayed.Sequence);
            Assert.Equal(flow.Turns[turns - 1].At, replayed.UpdatedAt);
        }

        Assert.Equal(Picture(flow.State), Picture(flow.Replay(flow.Turns.Count)));
    });

    [Fact]
    public void An_activity_has_one_key_and_one_body_whatever_happens() => Run.Sample(flow =>
    {
        var scheduled = flow.Events.OfType<InstanceEvent.ActivityScheduled>().ToList();

        Assert.Equal(scheduled.Count, scheduled.Select(e => (e.Stage, e.Activity)).Distinct().Count());
        foreach (var byStage in scheduled.GroupBy(e => e.Stage))
        {
            Assert.Equal(Enumerable.Range(0, byStage.Count()), byStage.Select(e => e.Activity));
        }
    });

    [Fact]
    public void Attempts_follow_the_policy() => Run.Sample(flow =>
    {
        foreach (var turn in flow.Turns)
        {
            foreach (var failed in turn.Events.OfType<InstanceEvent.AttemptFailed>())
            {
                var policy = Policy(flow, failed.Stage, turn);
                Assert.Equal(policy.WaitAfter(failed.Attempt, failed.Failure), failed.NextAttemptAt - turn.At);
                Assert.True(failed.Attempt < (policy.MaximumAttempts ?? int.MaxValue), "an attempt too many");
            }
        }

        foreach (var attempts in flow.Events.OfType<InstanceEvent.AttemptFailed>().GroupBy(e => (e.Stage, e.Activity)))
        {
            Assert.Equal(Enumerable.Range(1, attempts.Count()), attempts.Select(e => e.Attempt));
        }
    });

    private static RetryPolicy Policy(Flow flow, int stage, RecordedTurn turn) =>
        flow.Turns.TakeWhile(t => t.Sequence <= turn.Sequence).SelectMany(t => t.Events).Any(e => e is InstanceEvent.StageFailing)
            ? RetryPolicy.Default
            : flow.Events.OfType<InstanceEvent.StageStarted>().Single(e => e.Stage == stage).Retry ?? RetryPolicy.Default;

    [Fact]
    public void An_instance_ends_once_and_nothing_follows() => Run.Sample(flow =>
    {
        var ends = flow.Events.Select((e, i) => (e, i))
            .Where(x => x.e is InstanceEvent.Succeeded or InstanceEvent.Failed or InstanceEvent.Canceled)
            .ToList();

        Assert.True(ends.Count <= 1, "ended more than once");
        Assert.Equal(flow.State.Terminated, ends.Count == 1);
        if (ends.Count == 1)
        {
            Assert.Equal(flow.Events.Count() - 1, ends[0].i);
        }
    });

    [Fact]
    public void Posted_events_are_consumed_at_most_once_and_never_lost() => Run.Sample(flow =>
    {
        var posted = flow.Events.OfType<InstanceEvent.EventPosted>().Select(e => e.Name);
        var consumed = flow.Events.OfType<InstanceEvent.EventConsumed>().Select(e => e.Name);
        foreach (var name in EventNames)
        {
            var left = posted.Count(n => n == name) - consumed.Count(n => n == name);
            Assert.True(left >= 0, $"'{name}' was consumed more often than posted");
            if (!flow.State.Terminated)
            {
                Assert.Equal(left, flow.State.Mailbox.Count(n => n == name));
            }
        }
    });

    [Fact]
    public void The_history_agrees_with_the_state() => Run.Sample(flow =>
    {
        var history = flow.History();

        Assert.Equal(flow.State.TerminatedAt, history.TerminatedAt);
        Assert.Equal(flow.State.Error, history.Error);
        Assert.Equal(flow.State.NextStage, history.Stages.Count);
        Assert.Equal(flow.State.Stage is null ? 0 : 1, history.Stages.Count(stage => stage.TerminatedAt is null));
    });

    [Fact]
    public void No_hold_is_forgotten() => Run.Sample(flow =>
    {
        // Once everything answers, every instance that fails or is aborted gives back what it set aside.
        for (var i = 0; i < 1_000 && flow.State.Stage?.Pending is not null; i++)
        {
            Answer(flow);
        }

        if (flow.State.Status is not (InstanceStatus.Failed or InstanceStatus.Canceled))
        {
            return;
        }

        var open = new Dictionary<string, int>();
        foreach (var activity in flow.History().Stages.SelectMany(stage => stage.Activities.Select(activity => (stage, activity))))
        {
            var succeeded = activity.activity is { TerminatedAt: not null, Error: null };
            switch (activity.activity.Request)
            {
                case DebitWallet { Data.Pending: true } when succeeded && !activity.stage.Input!.ToString()!.Contains("Keep = True", StringComparison.Ordinal):
                    open[StackAnswers.HoldId(activity.activity.Output) ?? ""] = 7;
                    break;
                case ConfirmHold confirm when succeeded && open.ContainsKey(confirm.Id):
                    open[confirm.Id] -= (int?)confirm.Amount ?? 7;
                    break;
                case VoidHold hold:
                    open.Remove(hold.Id);
                    break;
            }
        }

        Assert.All(open, hold => Assert.True(hold.Key.Length == 0 || hold.Value <= 0, $"{hold.Key} is still open"));
    });

    /// <summary>What a service answers when all is well.</summary>
    private static void Answer(Flow flow)
    {
        var answer = flow.State.Stage?.Pending?.Request switch
        {
            GetWallet => """{"data":{"id":"w","ledger":"l","metadata":{"formanceAccountID":"x"}}}""",
            DebitWallet { Data.Pending: true } => $$$"""{"data":{"id":"h{{{flow.State.Sequence}}}"}}""",
            GetPayment => """{"data":{"initialAmount":5,"asset":"EUR/2"}}""",
            ListConnectors => """{"data":[{"provider":"stripe","connectorID":"c"}]}""",
            _ => null,
        };
        Complete(flow, new ActivityOutcome.Succeeded(answer is null ? null : JsonSerializer.Deserialize<JsonElement>(answer)));
    }

    private static void Complete(Flow flow, ActivityOutcome outcome)
    {
        if (flow.State.Stage?.Pending is not null)
        {
            flow.Complete(outcome);
        }
    }

    private static string Picture(InstanceState state) => string.Join(
        '\n',
        state.Status, state.Sequence, state.CreatedAt, state.UpdatedAt, state.TerminatedAt, state.Error, state.NextStage, state.WakeAt,
        string.Join(',', state.Mailbox),
        state.Stage is null ? "none" : $"{state.Stage.Index} {state.Stage.Program} {state.Stage.StartedAt:O} {state.Stage.TimerDueAt:O} {state.Stage.TimerFired} {state.Stage.EventConsumed} {state.Stage.FailingWith} {state.Stage.Retry is null}",
        string.Join(',', state.OpenHolds), string.Join(',', state.Variables.OrderBy(v => v.Key, StringComparer.Ordinal)),
        string.Join(';', state.Stage?.Activities.Select(a => $"{a.Index} {a.Request.ActivityName} {a.Failures} {a.Pauses} {a.LastFailure} {a.NextAttemptAt:O} {a.Outcome is null}") ?? []));
}
