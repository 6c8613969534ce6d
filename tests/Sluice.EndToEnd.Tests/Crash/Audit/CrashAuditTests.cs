using Sluice.Chaos.Audit;
using Sluice.Chaos.Flows;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.EndToEnd.Tests.Crash.Audit;

/// <summary>The audit must see what it is for: each test plants one fault in a sound world. This is about starts, ends and events.</summary>
public sealed class CrashAuditTests
{
    private static readonly Flow TwoEvents = FlowCatalog.Named("two-events");
    private static readonly Flow CrossLedger = FlowCatalog.Named("cross-ledger");

    public static TheoryData<string> FlowNames => [.. FlowCatalog.All.Select(flow => flow.Name)];

    [Theory]
    [MemberData(nameof(FlowNames))]
    public void A_sound_world_has_no_findings(string name)
    {
        var start = SoundWorld.Start(FlowCatalog.Named(name));

        Assert.Empty(CrashAudit.Check([start], SoundWorld.Of(start)));
    }

    [Theory]
    [MemberData(nameof(FlowNames))]
    public void An_instance_that_was_aborted_after_any_call_is_no_finding(string name)
    {
        var start = SoundWorld.Start(FlowCatalog.Named(name));
        start.AbortSent = true;

        for (var calls = 0; calls <= start.Flow.Calls.Count; calls++)
        {
            Assert.Empty(CrashAudit.Check([start], SoundWorld.Of(start, calls, "canceled")));
        }
    }

    [Fact]
    public void An_unanswered_start_that_left_nothing_is_no_finding()
    {
        var start = SoundWorld.Start(CrossLedger);
        var unanswered = SoundWorld.Start(CrossLedger, "t2", acknowledged: false);

        Assert.Empty(CrashAudit.Check([start, unanswered], SoundWorld.Of(start)));
    }

    [Fact]
    public void A_lost_instance_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);

        AssertFinds(
            "was acknowledged and does not exist", start, SoundWorld.Of(start) with { Instances = [], Transactions = [], Volumes = [] });
    }

    [Fact]
    public void An_instance_of_no_start_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);
        var world = SoundWorld.Of(start);

        AssertFinds("belongs to no start", start, world with
        {
            Instances = [.. world.Instances, new ObservedInstance("i2", "stranger", true, null, [])],
        });
    }

    [Fact]
    public void Two_instances_of_one_start_are_found()
    {
        var start = SoundWorld.Start(CrossLedger, acknowledged: false);
        var world = SoundWorld.Of(start);

        AssertFinds("has 2 instances", start, world with { Instances = [.. world.Instances, world.Instances[0] with { Id = "i2" }] });
    }

    [Fact]
    public void One_key_answered_with_two_instances_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);
        start.InstanceIds.Add("i2");

        AssertFinds("was answered with instances i1, i2", start, SoundWorld.Of(start));
    }

    [Fact]
    public void An_instance_of_a_refused_start_is_found()
    {
        var start = SoundWorld.Start(CrossLedger, acknowledged: false);
        start.WasRefused = true;

        AssertFinds("was refused and instance", start, SoundWorld.Of(start));
    }

    [Fact]
    public void An_instance_that_has_not_terminated_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);

        AssertFinds("has not terminated", start, SoundWorld.Of(start).With(instance => instance with { Terminated = false }));
    }

    [Fact]
    public void An_instance_that_failed_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);

        AssertFinds("failed: broken", start, SoundWorld.Of(start, error: "broken"));
    }

    [Fact]
    public void An_instance_that_should_have_failed_is_found()
    {
        var start = SoundWorld.Start(FlowCatalog.Named("hold-fail"));

        AssertFinds("succeeded, expected it to fail", start, SoundWorld.Of(start).With(instance => instance with { Error = null }));
    }

    [Fact]
    public void An_abort_that_nobody_asked_for_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);

        AssertFinds("nobody asked for it", start, SoundWorld.Of(start, calls: 1, error: "canceled"));
    }

    [Fact]
    public void An_accepted_abort_without_effect_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);
        (start.AbortSent, start.AbortAccepted) = (true, true);

        AssertFinds("succeeded after its abort was accepted", start, SoundWorld.Of(start));
    }

    [Fact]
    public void A_success_that_left_out_a_call_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);

        AssertFinds("does not show CreateTransaction of stage 0 succeeded", start, SoundWorld.Of(start, calls: 1));
    }

    [Fact]
    public void A_call_that_nothing_explains_is_found()
    {
        var start = SoundWorld.Start(CrossLedger);

        AssertFinds("which nothing explains", start, SoundWorld.Of(start).WithCall(new ObservedCall(0, 2, "VoidHold", CallEnd.Succeeded)));
    }

    [Theory]
    [InlineData(CallEnd.Pending, "has ended and call CreateTransaction")]
    [InlineData(CallEnd.Canceled, "was not aborted and call CreateTransaction")]
    public void A_call_that_did_not_end_is_found(CallEnd end, string expected)
    {
        var start = SoundWorld.Start(CrossLedger);

        AssertFinds(expected, start, SoundWorld.Of(start).With(1, call => call with { End = end }));
    }

    [Fact]
    public void A_missing_mark_is_found()
    {
        var start = SoundWorld.Start(FlowCatalog.Named("marked"));

        AssertFinds("account marks:t1 carries nothing", start, SoundWorld.Of(start) with { Marks = [] });
    }

    [Theory]
    [InlineData(1, 0, 0, "an event was lost")]
    [InlineData(1, 0, 2, "an event was consumed twice")]
    [InlineData(2, 0, 1, "an event was lost")]
    [InlineData(0, 1, 2, "an event was consumed twice")]
    public void A_lost_event_and_a_doubled_one_are_found(int accepted, int uncertain, int passed, string expected)
    {
        var start = SoundWorld.Start(TwoEvents);
        (start.EventsAccepted, start.EventsUncertain, start.WaitsPassedAtRest) = (accepted, uncertain, passed);

        AssertFinds(expected, start, SoundWorld.Of(start));
    }

    [Theory]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(2, 3, 2)]
    public void Events_consumed_once_each_are_no_finding(int accepted, int uncertain, int passed)
    {
        var start = SoundWorld.Start(TwoEvents);
        (start.EventsAccepted, start.EventsUncertain, start.WaitsPassedAtRest) = (accepted, uncertain, passed);

        Assert.Empty(CrashAudit.Check([start], SoundWorld.Of(start)));
    }

    private static void AssertFinds(string expected, StartRecord start, Observations seen) =>
        Assert.Contains(CrashAudit.Check([start], seen), finding => finding.Contains(expected, StringComparison.Ordinal));
}
