using System.Text.Json;
using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Tests.Instances;

/// <summary>An instance under test: feeds commands, keeps the recorded turns, and can be replayed at any point.</summary>
internal sealed class Flow
{
    internal static readonly DateTimeOffset Epoch = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    internal static readonly WorkflowId Workflow = new(Guid.Parse("7d0f0a52-5c4e-4c53-8f6b-0d1f4f4b6a01"));
    internal static readonly InstanceId Id = new(Guid.Parse("0198c0de-0000-7000-8000-000000000001"));

    internal const string SendOne =
        """{"send":{"source":{"account":{"id":"users:1"}},"destination":{"account":{"id":"bank"}},"amount":{"amount":100,"asset":"USD/2"}}}""";

    private Flow(WorkflowDefinition definition)
    {
        Definition = definition;
        State = InstanceState.Blank(Id, definition);
    }

    internal WorkflowDefinition Definition { get; }

    internal InstanceState State { get; private set; }

    internal DateTimeOffset Now { get; set; } = Epoch;

    internal List<RecordedTurn> Turns { get; } = [];

    internal IEnumerable<InstanceEvent> Events => Turns.SelectMany(turn => turn.Events);

    internal static Flow Of(params string[] stages)
    {
        using var document = JsonDocument.Parse($$"""{"name":"test","stages":[{{string.Join(',', stages)}}]}""");
        var refusal = DefinitionParser.Parse(document.RootElement.Clone(), out var definition);
        Assert.Null(refusal);
        return new Flow(definition!);
    }

    internal static Flow Started(params string[] stages) => Started([], stages);

    internal static Flow Started(Dictionary<string, string> variables, params string[] stages)
    {
        var flow = Of(stages);
        flow.Do(new InstanceCommand.Start(Workflow, variables));
        return flow;
    }

    internal Decision Do(InstanceCommand command)
    {
        var decision = InstanceDecider.Decide(State, command, Now);
        if (decision.Events.Count > 0)
        {
            Turns.Add(new RecordedTurn(decision.State.Sequence, Now, decision.Events));
        }

        State = decision.State;
        return decision;
    }

    internal Decision Succeed(string? output = null) => Complete(new ActivityOutcome.Succeeded(
        output is null ? null : JsonSerializer.Deserialize<JsonElement>(output)));

    internal Decision Fail(bool retryable, string message = "boom", TimeSpan? retryAfter = null) =>
        Complete(new ActivityOutcome.Failed(new Failure("CODE", message, retryable, retryAfter)));

    internal Decision Complete(ActivityOutcome outcome)
    {
        var stage = State.Stage!;
        var pending = stage.Pending!;
        return Do(new InstanceCommand.CompleteAttempt(stage.Index, pending.Index, pending.Attempt, outcome));
    }

    internal InstanceState Replay(int turns) => Turns.Take(turns)
        .Select(turn => turn with { Events = InstanceEventJson.Deserialize(Id, turn.Sequence, InstanceEventJson.Serialize(turn.Events)) })
        .Aggregate(InstanceState.Blank(Id, Definition), (state, turn) => state.Replay(turn.Sequence, turn.Events, turn.At));

    internal InstanceHistory History() => InstanceHistory.Of(Id, Turns);
}
