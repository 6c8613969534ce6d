using Sluice.Engine.Instances;

namespace Sluice.Engine.Tests.Instances;

public class WaitTimeoutTests
{
    private const string Wait = """{"wait_event":{"event":"go","timeout":"10s"}}""";

    [Fact]
    public void A_wait_ends_with_an_error_when_its_time_is_over()
    {
        var flow = Flow.Started(Wait);

        Assert.Equal(Flow.Epoch.AddSeconds(10), flow.State.WakeAt);
        flow.Now = Flow.Epoch.AddSeconds(9.9);
        Assert.Empty(flow.Do(new InstanceCommand.Wake(false)).Events);
        flow.Now = Flow.Epoch.AddSeconds(10);
        flow.Do(new InstanceCommand.Wake(false));

        Assert.Equal((InstanceStatus.Failed, "timeout waiting for event 'go'"), (flow.State.Status, flow.State.Error));
    }

    [Fact]
    public void An_event_in_time_satisfies_it_and_the_timer_is_gone()
    {
        var flow = Flow.Started(Wait, """{"wait_event":{"event":"never"}}""");
        flow.Do(new InstanceCommand.PostEvent("other"));
        Assert.NotNull(flow.State.WakeAt);
        flow.Do(new InstanceCommand.PostEvent("go"));

        Assert.Equal(1, flow.State.Stage!.Index);
        Assert.Null(flow.State.WakeAt);
    }

    [Fact]
    public void An_event_that_comes_before_the_late_timer_counts()
    {
        var flow = Flow.Started(Wait);
        flow.Now = Flow.Epoch.AddHours(1);
        flow.Do(new InstanceCommand.PostEvent("go"));

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
    }

    [Fact]
    public void An_event_that_is_there_already_satisfies_it_at_once()
    {
        var flow = Flow.Started("""{"wait_event":{"event":"first"}}""", Wait);
        flow.Do(new InstanceCommand.PostEvent("go"));
        flow.Do(new InstanceCommand.PostEvent("first"));

        Assert.Equal(InstanceStatus.Succeeded, flow.State.Status);
    }
}
