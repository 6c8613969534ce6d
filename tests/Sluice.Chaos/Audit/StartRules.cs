using Sluice.Chaos.Load;

namespace Sluice.Chaos.Audit;

/// <summary>What was acknowledged is there, once: starts and events.</summary>
internal static class StartRules
{
    public static IEnumerable<string> Check(AuditedWorld world) => [.. Starts(world), .. Instances(world), .. world.Starts.SelectMany(Events)];

    private static IEnumerable<string> Starts(AuditedWorld world)
    {
        var listed = world.Seen.Instances.Select(instance => instance.Id).ToHashSet();
        foreach (var start in world.Starts)
        {
            if (start.InstanceIds.Count > 1)
            {
                yield return $"start {start.Token} with key {start.Key} was answered with instances {string.Join(", ", start.InstanceIds)}";
            }

            if (start.IsPromised && !world.RunsByToken.ContainsKey(start.Token))
            {
                yield return $"the event that starts {start.Token} was acknowledged and no instance exists";
            }

            foreach (var id in start.InstanceIds.Where(id => !listed.Contains(id)))
            {
                yield return $"instance {id} of start {start.Token} was acknowledged and does not exist";
            }
        }
    }

    private static IEnumerable<string> Instances(AuditedWorld world)
    {
        foreach (var stranger in world.Seen.Instances.Except(world.Runs.Select(run => run.Instance)))
        {
            yield return $"instance {stranger.Id} belongs to no start (token {stranger.Token ?? "none"})";
        }

        foreach (var run in world.Runs)
        {
            if (run.Start.WasRefused)
            {
                yield return $"start {run.Start.Token} was refused and instance {run.Instance.Id} exists";
            }

            if (run.Start.IsAcknowledged && !run.Start.InstanceIds.Contains(run.Instance.Id))
            {
                yield return $"instance {run.Instance.Id} says it is of start {run.Start.Token}, which was answered with another";
            }
        }

        foreach (var twins in world.Runs.GroupBy(run => run.Start.Token).Where(group => group.Count() > 1))
        {
            yield return $"start {twins.Key} has {twins.Count()} instances: {string.Join(", ", twins.Select(twin => twin.Instance.Id))}";
        }
    }

    private static IEnumerable<string> Events(StartRecord start)
    {
        if (start.WaitsPassedAtRest is not { } passed)
        {
            yield break;
        }

        // An instance that was aborted leaves events unconsumed, as it should.
        if (passed < Math.Min(start.EventsAccepted, start.Flow.WaitStages.Count) && !start.AbortSent)
        {
            yield return $"start {start.Token} passed {passed} waits with {start.EventsAccepted} accepted events: an event was lost";
        }
        else if (passed > start.EventsAccepted + start.EventsUncertain)
        {
            yield return $"start {start.Token} passed {passed} waits with {start.EventsAccepted} accepted and {start.EventsUncertain} "
                + "uncertain events: an event was consumed twice";
        }
    }
}
