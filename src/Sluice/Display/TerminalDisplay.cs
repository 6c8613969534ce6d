using System.Globalization;
using Sluice.Runs;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Sluice.Display;

/// <summary>A list of the stages that is redrawn in place: for people at a terminal.</summary>
/// <param name="console">The terminal.</param>
/// <param name="server">Where events can be posted.</param>
/// <param name="clock">Tells how long things take.</param>
internal sealed class TerminalDisplay(IAnsiConsole console, Uri server, TimeProvider clock) : IRunDisplay
{
    private readonly Spinner _spinner = console.Profile.Capabilities.Unicode ? Spinner.Known.Dots : Spinner.Known.Line;

    /// <inheritdoc />
    public Task ShowAsync(IAsyncEnumerable<RunSnapshot> snapshots) =>
        console.Live(new Text("")).StartAsync(async live =>
        {
            await foreach (var snapshot in snapshots)
            {
                live.UpdateTarget(Draw(snapshot));
            }
        });

    private Rows Draw(RunSnapshot snapshot)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn().NoWrap().PadRight(1));
        grid.AddColumn(new GridColumn().NoWrap().PadRight(1).RightAligned());
        grid.AddColumn(new GridColumn().NoWrap().PadRight(2));
        grid.AddColumn(new GridColumn().PadRight(2));
        grid.AddColumn(new GridColumn().NoWrap().PadRight(0).RightAligned());
        foreach (var stage in snapshot.Stages)
        {
            var style = stage.State is StageState.Pending ? new Style(decoration: Decoration.Dim) : Style.Plain;
            grid.AddRow(
                Mark(stage),
                new Text(stage.Number.ToString(CultureInfo.InvariantCulture), style),
                new Text(stage.Kind, style),
                new Text(stage.Description, style),
                new Text(Elapsed(stage), new Style(decoration: Decoration.Dim)));
        }

        return new Rows([grid, .. Notes(snapshot)]);
    }

    private Text Mark(StageProgress stage) => stage.State switch
    {
        StageState.Running => new Text(Frame(), new Style(Color.Aqua)),
        StageState.Succeeded => new Text(console.Profile.Capabilities.Unicode ? "✓" : "+", new Style(Color.Green)),
        StageState.Failed => new Text(console.Profile.Capabilities.Unicode ? "✗" : "x", new Style(Color.Red)),
        _ => new Text("·", new Style(decoration: Decoration.Dim)),
    };

    private string Frame()
    {
        var at = clock.GetUtcNow().Ticks / _spinner.Interval.Ticks;
        return _spinner.Frames[(int)(at % _spinner.Frames.Count)];
    }

    private string Elapsed(StageProgress stage) =>
        stage.StartedAt is { } started ? Wording.Span((stage.TerminatedAt ?? clock.GetUtcNow()) - started) : "";

    // Under the list, where there is room for what a failing service says and for a command that can be copied.
    private IEnumerable<IRenderable> Notes(RunSnapshot snapshot)
    {
        if (snapshot.Stages.FirstOrDefault(stage => stage.State is StageState.Failed) is { } failed)
        {
            yield return new Text($"  {failed.Error}", new Style(Color.Red));
        }

        if (snapshot.Current is { LastFailure: { } failure } retrying)
        {
            var next = retrying.NextAttemptAt is { } at
                ? $"{Wording.Attempt(retrying)} in {Countdown(at - clock.GetUtcNow())}"
                : $"{Wording.Attempt(retrying)} is under way";
            yield return new Text($"  {failure}; {next}", new Style(Color.Yellow));
        }

        if (snapshot.Current is { AwaitedEvent: { } name, EventPosted: false })
        {
            yield return new Text($"  waiting for event '{name}'; post it with:", new Style(Color.Yellow));
            var (call, url) = Wording.PostCommand(server, snapshot.Instance.Id, name);
            yield return new Text($@"  {call} ");
            yield return new Text(url);
        }
    }

    private static string Countdown(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, Math.Ceiling(span.TotalSeconds)):0}s");
}
