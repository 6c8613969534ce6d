using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>Every instance has ended, in a way that its flow and its caller explain, having done what that end says.</summary>
internal static class EndRules
{
    private const string Canceled = "canceled";

    public static IEnumerable<string> Check(AuditedWorld world) => world.Runs.SelectMany(Check).Concat(Marks(world));

    private static IEnumerable<string> Check(AuditedRun run)
    {
        if (!run.Instance.Terminated)
        {
            yield return $"{run} has not terminated";
            yield break;
        }

        if (Problem(run) is { } problem)
        {
            yield return $"{run} {problem}";
        }

        foreach (var call in run.Strange)
        {
            yield return $"{run} made call {call.Activity} in stage {call.Stage}, which nothing explains";
        }

        foreach (var call in run.Instance.Calls.Where(call => call.End == CallEnd.Pending))
        {
            yield return $"{run} has ended and call {call.Activity} in stage {call.Stage} has not";
        }

        foreach (var call in run.Instance.Calls.Where(call => call.End == CallEnd.Canceled && run.Instance.Error != Canceled))
        {
            yield return $"{run} was not aborted and call {call.Activity} in stage {call.Stage} was";
        }

        foreach (var missing in run.Flow.Calls.Where(call => run.Instance.Succeeded && run.CallFor(call)?.End != CallEnd.Succeeded))
        {
            yield return $"{run} succeeded and its history does not show {missing.Activity} of stage {missing.Stage} succeeded";
        }
    }

    private static string? Problem(AuditedRun run) => (run.Instance.Error, run.Flow.FailsWith) switch
    {
        (Canceled, _) => run.Start.AbortSent ? null : "ended aborted and nobody asked for it",
        (null, { } expected) => $"succeeded, expected it to fail with '{expected}'",
        (null, _) => run.Start.AbortAccepted ? "succeeded after its abort was accepted" : null,
        ({ } error, { } expected) when error.Contains(expected, StringComparison.Ordinal) => null,
        ({ } error, _) => $"failed: {error}",
    };

    private static IEnumerable<string> Marks(AuditedWorld world)
    {
        var marks = world.Seen.Marks.ToDictionary(mark => mark.Account, mark => mark.Token);
        foreach (var token in world.Runs.Where(run => run.Flow.Marks && run.Instance.Succeeded).Select(run => run.Start.Token))
        {
            if (marks.GetValueOrDefault($"marks:{token}") is var mark && mark != token)
            {
                yield return $"account marks:{token} carries {mark ?? "nothing"}";
            }
        }
    }
}
