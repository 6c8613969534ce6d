using System.Text.Json;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Tests.Instances;

/// <summary>
/// Journals as earlier versions wrote them, replayed for ever. Files are only ever added: one that no longer replays to the
/// same picture means that instances in the field would change their course.
/// </summary>
public class RecordedJournalTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Journals");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_recorded_journal_replays_to_what_was_recorded(string file)
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var root = recorded.RootElement;
        Assert.Null(DefinitionParser.Parse(root.GetProperty("workflow"), out var definition));

        var state = InstanceState.Blank(Flow.Id, definition!);
        var turns = root.GetProperty("turns").EnumerateArray().ToList();
        for (var i = 0; i < turns.Count; i++)
        {
            var events = InstanceEventJson.Deserialize(Flow.Id, i + 1, turns[i].GetProperty("payload").GetRawText());
            state = state.Replay(i + 1, events, turns[i].GetProperty("at").GetDateTimeOffset());

            // What is read is written the same way: a rename of a field or an event would show here.
            Assert.True(
                JsonElement.DeepEquals(turns[i].GetProperty("payload"), JsonSerializer.Deserialize<JsonElement>(InstanceEventJson.Serialize(events))),
                $"turn {i + 1} of {file} is written differently now");
        }

        var expected = root.GetProperty("expected");
        Assert.Equal(expected.GetProperty("status").GetString(), state.Status.ToString());
        Assert.Equal(expected.GetProperty("wakeAt").GetString(), state.WakeAt?.ToString("O"));
        Assert.Equal(expected.GetProperty("error").GetString(), state.Error);

        // The recorded program, run again over the recorded outcomes, asks for nothing new.
        if (!state.Terminated)
        {
            Assert.Empty(InstanceDecider.Decide(state, new InstanceCommand.Wake(AttemptRunning: true), state.UpdatedAt).Events);
        }
    }

    [Fact]
    public void An_unknown_kind_of_event_stops_the_replay_and_is_named()
    {
        var exception = Assert.Throws<JournalDamagedException>(
            () => InstanceEventJson.Deserialize(Flow.Id, 3, """[{"event":"teleported","stage":0}]"""));

        Assert.Equal(3, exception.Sequence);
        Assert.Contains("teleported", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[{}]")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("""[{"event":"started"}]""")]
    [InlineData("""[{"event":"started","workflow":"7d0f0a52-5c4e-4c53-8f6b-0d1f4f4b6a01","variables":null}]""")]
    [InlineData("""[{"event":"stage-started","stage":0,"program":"noop/1"}]""")]
    [InlineData("""[{"event":"activity-scheduled","stage":0,"activity":0,"request":{"activity":"GetWallet"}}]""")]
    public void An_unreadable_payload_stops_the_replay(string payload) =>
        Assert.Throws<JournalDamagedException>(() => InstanceEventJson.Deserialize(Flow.Id, 1, payload));

    [Fact]
    public void What_is_wrong_with_a_payload_is_said_without_our_types()
    {
        var exception = Assert.Throws<JournalDamagedException>(
            () => InstanceEventJson.Deserialize(Flow.Id, 7, """[{"event":"variable-set","stage":0,"name":null,"value":""}]"""));

        Assert.Contains("it cannot be read at $[0].name", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Sluice.Engine", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""[{"event":"timer-fired","stage":0}]""")]
    [InlineData("""[{"event":"stage-succeeded","stage":0}]""")]
    [InlineData("""[{"event":"activity-failed","stage":0,"activity":3,"attempt":1,"failure":{"code":"C","message":"m","retryable":false}}]""")]
    public void Turns_that_do_not_follow_from_one_another_tell_no_story(string payload)
    {
        var turn = new RecordedTurn(1, Flow.Epoch, InstanceEventJson.Deserialize(Flow.Id, 1, payload));

        Assert.Equal(1, Assert.Throws<JournalDamagedException>(() => InstanceHistory.Of(Flow.Id, [turn])).Sequence);
    }

    [Fact]
    public void An_event_about_an_activity_that_is_not_there_stops_the_replay()
    {
        var flow = Flow.Started(Flow.SendOne);

        Assert.Throws<JournalDamagedException>(() => flow.State.Replay(2, [new InstanceEvent.ActivitySucceeded(0, 5, 1)], Flow.Epoch));
    }

    [Fact]
    public void A_missing_record_stops_the_replay_and_is_named()
    {
        var flow = Flow.Started(Flow.SendOne);
        flow.Fail(retryable: true);

        var exception = Assert.Throws<JournalDamagedException>(
            () => InstanceState.Blank(Flow.Id, flow.Definition).Replay(2, flow.Turns[1].Events, flow.Turns[1].At));

        Assert.Equal(1, exception.Sequence);
    }

    [Fact]
    public void A_program_of_another_version_stops_the_instance_and_is_named()
    {
        var flow = Flow.Started(Flow.SendOne);
        var payload = InstanceEventJson.Serialize(flow.Turns[0].Events).Replace("send/1", "send/999", StringComparison.Ordinal);
        var state = InstanceState.Blank(Flow.Id, flow.Definition)
            .Replay(1, InstanceEventJson.Deserialize(Flow.Id, 1, payload), Flow.Epoch);

        var exception = Assert.Throws<JournalDamagedException>(() => InstanceDecider.Decide(
            state, new InstanceCommand.CompleteAttempt(0, 0, 1, new Engine.Activities.ActivityOutcome.Succeeded(null)), Flow.Epoch));

        Assert.Contains("send/999", exception.Message, StringComparison.Ordinal);
    }
}
