using System.Text;
using System.Text.Json;
using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Engine.Stages;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Publishing;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Publishing;

public sealed class EventMessagesTests
{
    private const string Ids = "\"id\":\"00000000-0000-0000-0000-0000000000f1\",\"instanceID\":\"00000000-0000-0000-0000-0000000000a1\"";

    private static readonly InstanceId Instance = new(new Guid("00000000-0000-0000-0000-0000000000a1"));
    private static readonly WorkflowId Workflow = new(new Guid("00000000-0000-0000-0000-0000000000f1"));
    private static readonly Firing Fired = new(
        new TriggerId(new Guid("00000000-0000-0000-0000-0000000000b1")), new OccurrenceId(new Guid("00000000-0000-0000-0000-0000000000c1")));

    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, 123, 456, TimeSpan.Zero);
    private static readonly InstanceEvent.Started Start = new(Workflow, new Dictionary<string, string>());
    private static readonly InstanceEvent.StageRejected Rejected = new(2, "send", JsonElement.Parse("{}"), "no such variable");

    /// <summary>Turns by what happens in them, and what the bus is told.</summary>
    public static TheoryData<string, InstanceEvent[], string[]> Turns => new()
    {
        { "a start", [Start], [$"STARTED_WORKFLOW {{{Ids}}}"] },
        {
            "a start by a trigger",
            [Start with { Firing = Fired }],
            [
                $"STARTED_WORKFLOW {{{Ids}}}",
                "SUCCEEDED_TRIGGER {\"id\":\"00000000-0000-0000-0000-0000000000c1\",\"triggerID\":\"00000000-0000-0000-0000-0000000000b1\","
                    + "\"workflowInstanceID\":\"00000000-0000-0000-0000-0000000000a1\"}",
            ]
        },
        {
            "a whole instance in one turn",
            [Start, new InstanceEvent.StageStarted(0, "noop/1", new NoopInput()), new InstanceEvent.StageSucceeded(0), new InstanceEvent.Succeeded()],
            [
                $"STARTED_WORKFLOW {{{Ids}}}", $"STARTED_WORKFLOW_STAGE {{{Ids},\"number\":0}}", $"SUCCEEDED_WORKFLOW_STAGE {{{Ids},\"number\":0}}",
                $"SUCCEEDED_WORKFLOW {{{Ids}}}",
            ]
        },
        {
            "a failure",
            [new InstanceEvent.StageFailed(1, "no \"funds\""), new InstanceEvent.Failed("no \"funds\"")],
            [
                $"FAILED_WORKFLOW_STAGE {{{Ids},\"number\":1,\"error\":\"no \\u0022funds\\u0022\"}}",
                $"FAILED_WORKFLOW {{{Ids},\"error\":\"no \\u0022funds\\u0022\"}}",
            ]
        },
        {
            "an abort",
            [new InstanceEvent.AbortRequested(), new InstanceEvent.StageFailed(0, InstanceDecider.CanceledError), new InstanceEvent.Canceled()],
            [$"FAILED_WORKFLOW_STAGE {{{Ids},\"number\":0,\"error\":\"canceled\"}}", $"FAILED_WORKFLOW {{{Ids},\"error\":\"canceled\"}}"]
        },
        {
            "a stage that does not resolve",
            [Rejected, new InstanceEvent.Failed("no such variable")],
            [
                $"STARTED_WORKFLOW_STAGE {{{Ids},\"number\":2}}",
                $"FAILED_WORKFLOW_STAGE {{{Ids},\"number\":2,\"error\":\"no such variable\"}}",
                $"FAILED_WORKFLOW {{{Ids},\"error\":\"no such variable\"}}",
            ]
        },
        {
            "a stage that does not resolve while a hold is open",
            [Rejected, new InstanceEvent.StageFailing(2, "no such variable"), new InstanceEvent.ActivityScheduled(2, 0, new VoidHold("h"))],
            [$"STARTED_WORKFLOW_STAGE {{{Ids},\"number\":2}}"]
        },
        {
            "an error without a text",
            [new InstanceEvent.StageFailed(0, ""), new InstanceEvent.Failed(" ")],
            [
                $"FAILED_WORKFLOW_STAGE {{{Ids},\"number\":0,\"error\":\"failed without an error message\"}}",
                $"FAILED_WORKFLOW {{{Ids},\"error\":\"failed without an error message\"}}",
            ]
        },
        {
            "what is the instance's own affair",
            [
                new InstanceEvent.ActivitySucceeded(0, 0, 1), new InstanceEvent.TimerStarted(0, At), new InstanceEvent.TimerFired(0),
                new InstanceEvent.EventPosted("e"), new InstanceEvent.EventConsumed(0, "e"), new InstanceEvent.VariableSet(0, "a", "b"),
                new InstanceEvent.ActivityCanceled(0, 0), new InstanceEvent.StageFailing(0, "e"), new InstanceEvent.AbortRequested(),
            ],
            []
        },
    };

    [Theory]
    [MemberData(nameof(Turns))]
    public void A_turn_makes_these_messages(string turn, InstanceEvent[] events, string[] expected)
    {
        var messages = EventMessages.Of(Record(events), events, Workflow);

        var told = messages.Select(message => Envelope(message)).Select(e => $"{e.GetProperty("type").GetString()} {e.GetProperty("payload").GetRawText()}");
        Assert.True(expected.SequenceEqual(told), $"{turn}: {string.Join('\n', told)}");
        Assert.Equal(events.Any(EventMessages.IsPublished), messages.Count > 0);
        Assert.Equal(messages.Count, messages.Select(message => message.Id).Distinct().Count());
    }

    [Fact]
    public void The_envelope_is_pinned_to_the_byte()
    {
        InstanceEvent[] events = [new InstanceEvent.StageSucceeded(0), new InstanceEvent.Succeeded()];

        var message = EventMessages.Of(Record(events), events, Workflow)[1];

        Assert.Equal(
            "{\"idempotency_key\":\"00000000-0000-0000-0000-0000000000a1-7-1-SUCCEEDED_WORKFLOW\",\"date\":\"2026-03-01T12:00:00.123456Z\","
                + "\"app\":\"orchestration\",\"version\":\"v2\",\"type\":\"SUCCEEDED_WORKFLOW\",\"payload\":{" + Ids + "}}",
            Encoding.UTF8.GetString(message.Body.Span));
        Assert.Equal("SUCCEEDED_WORKFLOW", message.Type);
    }

    [Fact]
    public void The_same_record_makes_the_same_messages()
    {
        InstanceEvent[] events = [Start with { Firing = Fired }, Rejected, new InstanceEvent.Failed("e")];

        var once = EventMessages.Of(Record(events), events, Workflow);
        var again = EventMessages.Of(Record(events), events, Workflow);

        Assert.Equal(once.Select(m => (m.Id, Encoding.UTF8.GetString(m.Body.Span))), again.Select(m => (m.Id, Encoding.UTF8.GetString(m.Body.Span))));
    }

    [Fact]
    public void A_firing_that_started_nothing_is_told_with_its_reason()
    {
        var message = EventMessages.OfFailed(new Occurrence(Fired.Occurrence, Fired.Trigger, At, "{}", Instance: null, "no link"));

        Assert.Equal(
            "{\"idempotency_key\":\"00000000-0000-0000-0000-0000000000c1-FAILED_TRIGGER\",\"date\":\"2026-03-01T12:00:00.123456Z\","
                + "\"app\":\"orchestration\",\"version\":\"v2\",\"type\":\"FAILED_TRIGGER\",\"payload\":{"
                + "\"id\":\"00000000-0000-0000-0000-0000000000c1\",\"triggerID\":\"00000000-0000-0000-0000-0000000000b1\",\"error\":\"no link\"}}",
            Encoding.UTF8.GetString(message.Body.Span));
    }

    private static JournalRecord Record(InstanceEvent[] events) =>
        new(42, Instance, 7, At, "start", InstanceEventJson.Serialize(events));

    private static JsonElement Envelope(PublishedMessage message) => JsonElement.Parse(message.Body.Span);
}
