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
    public void An_unreadable_payload_stops_the_replay(string payload) =>
        Assert.Throws<JournalDamagedException>(() => InstanceEventJson.Deserialize(Flow.Id, 1, payload));

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
