using System.Globalization;
using Sluice.Runs;

namespace Sluice.Display;

/// <summary>One line for everything that changes: for pipes, logs and terminals that want nothing fancier.</summary>
/// <param name="output">Takes the lines.</param>
/// <param name="server">Where events can be posted.</param>
/// <param name="clock">Tells how long until the next attempt.</param>
internal sealed class PlainDisplay(TextWriter output, Uri server, TimeProvider clock) : IRunDisplay
{
    /// <summary>The longest kind of most workflows: their lines stand in the same columns whichever stages they have.</summary>
    private const int KindWidthMin = 10;

    private readonly Dictionary<int, StageProgress> _shown = [];

    private int _kindWidth = KindWidthMin;

    /// <inheritdoc />
    public async Task ShowAsync(IAsyncEnumerable<RunSnapshot> snapshots)
    {
        await foreach (var snapshot in snapshots)
        {
            _kindWidth = Math.Max(KindWidthMin, snapshot.Stages.Max(stage => (int?)stage.Kind.Length) ?? 0);
            foreach (var stage in snapshot.Stages.Where(stage => stage.State is not StageState.Pending))
            {
                foreach (var news in NewsOf(snapshot.Instance.Id, stage, _shown.GetValueOrDefault(stage.Number)))
                {
                    await output.WriteLineAsync($"{Head(stage)} {news}");
                }

                _shown[stage.Number] = stage;
            }
        }
    }

    private string Head(StageProgress stage) =>
        string.Create(CultureInfo.InvariantCulture, $"stage {stage.Number} {stage.Kind.PadRight(_kindWidth)}");

    private IEnumerable<string> NewsOf(string instanceId, StageProgress stage, StageProgress? before)
    {
        if (before is null)
        {
            yield return $"started    {stage.Description}".TrimEnd();
        }

        if (stage.EventPosted && before is not { EventPosted: true })
        {
            yield return "posted     the event, as asked for";
        }
        else if (before is null && stage is { State: StageState.Running, AwaitedEvent: { } name })
        {
            var (call, url) = Wording.PostCommand(server, instanceId, name);
            yield return $"waiting    post the event with: {call} {url}";
        }

        if (stage is { State: StageState.Running, LastFailure: { } failure } && before?.NextAttemptAt != stage.NextAttemptAt)
        {
            yield return $"retrying   {failure}; {Wording.Attempt(stage)}{NextAttempt(stage)}";
        }

        if (stage.State != before?.State && stage.State is StageState.Succeeded or StageState.Failed)
        {
            var span = Wording.Span(stage.TerminatedAt - stage.StartedAt ?? TimeSpan.Zero);
            yield return stage.State is StageState.Succeeded
                ? $"succeeded  in {span}{Attempts(stage)}"
                : $"failed     after {span}: {stage.Error}";
        }
    }

    private static string Attempts(StageProgress stage) =>
        stage.Activities.Select(each => each.Attempt).DefaultIfEmpty().Max() is > 1 and var most
            ? string.Create(CultureInfo.InvariantCulture, $", at attempt {most}")
            : "";

    private string NextAttempt(StageProgress stage) =>
        stage.NextAttemptAt is { } at ? $" in {Wording.Span(at - clock.GetUtcNow())}" : "";
}
