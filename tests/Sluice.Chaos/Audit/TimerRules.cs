using System.Globalization;
using Sluice.Chaos.Nodes;

namespace Sluice.Chaos.Audit;

/// <summary>Delays never end early, and end soon after their time, or after the end of the disturbance that their time fell into.</summary>
internal sealed class TimerRules
{
    private readonly List<string> _findings = [];
    private readonly TimeSpan _lateMax;

    public TimerRules(AuditedWorld world, IReadOnlyList<Disturbance> disturbances, TimeSpan lateMax)
    {
        _lateMax = lateMax;
        foreach (var run in world.Runs)
        {
            foreach (var delay in run.Instance.Delays)
            {
                var dueAt = delay.StartedAt + Length(run, delay.Stage);
                if (delay.EndedAt < dueAt)
                {
                    _findings.Add($"{run} ended its delay of stage {delay.Stage} {(dueAt - delay.EndedAt).TotalMilliseconds:F3} ms early");
                }

                Judge(run, dueAt, delay.EndedAt, disturbances);
            }
        }
    }

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<string> Findings => _findings;

    /// <summary>How many delays fell due and ended with nothing to excuse them.</summary>
    public int Undisturbed { get; private set; }

    /// <summary>How many others there were.</summary>
    public int Disturbed { get; private set; }

    /// <summary>The most that any ended late of what it is measured by.</summary>
    public TimeSpan Latest { get; private set; }

    private void Judge(AuditedRun run, DateTimeOffset dueAt, DateTimeOffset endedAt, IReadOnlyList<Disturbance> disturbances)
    {
        var excuses = disturbances.Where(each => each.BeganAt <= endedAt && each.EndedAt >= dueAt).ToList();
        var from = excuses.Select(each => each.EndedAt).Append(dueAt).Max();
        Disturbed += excuses.Count > 0 ? 1 : 0;
        Undisturbed += excuses.Count > 0 ? 0 : 1;
        Latest = endedAt - from > Latest ? endedAt - from : Latest;
        if (endedAt - from > _lateMax)
        {
            _findings.Add($"{run} ended a delay {(endedAt - dueAt).TotalSeconds:F3} s late, {(endedAt - from).TotalSeconds:F3} s "
                + (excuses.Count > 0 ? "after the disturbance that it fell into" : "with nothing to excuse it"));
        }
    }

    private static TimeSpan Length(AuditedRun run, int stage) => TimeSpan.FromMilliseconds(
        long.Parse(run.Start.Variables[run.Flow.Pauses[stage]].AsSpan()[..^"ms".Length], NumberStyles.None, CultureInfo.InvariantCulture));
}
