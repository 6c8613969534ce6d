using System.Text.RegularExpressions;
using Sluice.Client;
using Sluice.Display;
using Sluice.Runs;
using Spectre.Console;

namespace Sluice.EndToEnd.Tests.Cli;

public sealed class DisplayTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Uri Server = new("http://localhost:8080/");
    private static readonly FixedClock Clock = new(Start.AddSeconds(10));

    private static readonly StageProgress Pending = new(0, "send", "USD/2 5 a → b", StageState.Pending);
    private static readonly StageProgress Running = Pending with { State = StageState.Running, StartedAt = Start, Attempt = 1 };

    private static readonly StageProgress Retrying = Running with
    {
        Attempt = 3,
        AttemptsMax = 5,
        LastFailure = "no funds",
        NextAttemptAt = Start.AddSeconds(12),
    };

    private static readonly StageProgress Succeeded = Running with { State = StageState.Succeeded, TerminatedAt = Start.AddSeconds(75) };

    private static readonly StageProgress Waiting = new(1, "wait_event", "event 'it's ok'", StageState.Running)
    {
        StartedAt = Start,
        AwaitedEvent = "it's ok",
    };

    private static readonly StageProgress Failed = Waiting with
    {
        State = StageState.Failed,
        TerminatedAt = Start.AddMilliseconds(20),
        Error = "canceled",
    };

    [Fact]
    public async Task The_plain_display_writes_a_line_for_each_change_and_only_then()
    {
        using var output = new StringWriter();
        var display = new PlainDisplay(output, Server, Clock);

        await display.ShowAsync(Snapshots(
            [Pending], [Running], [Running], [Retrying], [Retrying], [Succeeded, Waiting], [Succeeded, Waiting], [Succeeded, Failed]));

        Assert.Equal(
            """
            stage 0 send       started    USD/2 5 a → b
            stage 0 send       retrying   no funds; attempt 3 of 5 in 2.00s
            stage 0 send       succeeded  in 1m15s
            stage 1 wait_event started    event 'it's ok'
            stage 1 wait_event waiting    post the event with: curl -X POST -d '{"name":"it\u0027s ok"}' http://localhost:8080/api/orchestration/v2/instances/i1/events
            stage 1 wait_event failed     after 0.02s: canceled

            """,
            output.ToString());
    }

    [Fact]
    public async Task A_stage_that_came_and_went_between_two_looks_is_told_in_full()
    {
        using var output = new StringWriter();

        await new PlainDisplay(output, Server, Clock).ShowAsync(Snapshots([Pending], [Succeeded]));

        Assert.Equal(2, output.ToString().TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData(0, "· 0 send  USD/2 5 a → b")]
    [InlineData(1, "10.0s", "no funds; attempt 3 of 5 in 2s")]
    [InlineData(2, "✓ 0 send  USD/2 5 a → b  1m15s")]
    [InlineData(3, "waiting for event 'it's ok'; post it with:", "curl -X POST", "/api/orchestration/v2/instances/i1/events")]
    [InlineData(4, "✗ 1 wait_event  event 'it's ok'  0.02s", "canceled")]
    public async Task The_terminal_shows_how_a_stage_stands(int which, params string[] expected)
    {
        StageProgress[] stages = [Pending, Retrying, Succeeded, Waiting, Failed];
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(output),
        });
        console.Profile.Width = 120;
        console.Profile.Capabilities.Unicode = true;

        await new TerminalDisplay(console, Server, Clock).ShowAsync(Snapshots([stages[which]]));

        var shown = Regex.Replace(output.ToString(), @"\e\[[0-9;?]*[A-Za-z]", "");
        Assert.All(expected, each => Assert.Contains(each, shown, StringComparison.Ordinal));
    }

    [Fact]
    public void A_span_is_as_precise_as_is_worth_reading()
    {
        (TimeSpan Span, string Text)[] cases =
        [
            (TimeSpan.FromSeconds(-1), "0s"),
            (TimeSpan.FromMilliseconds(20), "0.02s"),
            (TimeSpan.FromSeconds(12.34), "12.3s"),
            (TimeSpan.FromSeconds(65), "1m05s"),
            (TimeSpan.FromMinutes(125), "2h05m"),
            (TimeSpan.FromDays(3), "72h00m"),
        ];

        Assert.All(cases, each => Assert.Equal(each.Text, Wording.Span(each.Span)));
    }

    private static async IAsyncEnumerable<RunSnapshot> Snapshots(params StageProgress[][] snapshots)
    {
        foreach (var stages in snapshots)
        {
            await Task.Yield();
            yield return new RunSnapshot(new Instance("i1", "w1", Start, Start, Terminated: false), stages);
        }
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
