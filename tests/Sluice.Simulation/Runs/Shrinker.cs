using Sluice.Simulation.Kernel;
using Sluice.Simulation.Planted;

namespace Sluice.Simulation.Runs;

/// <summary>Looks for the shortest run that breaks the same invariant: with fewer faults, instances and stages, and under other seeds.</summary>
internal static class Shrinker
{
    /// <summary>How many other seeds are tried once nothing more can be left out.</summary>
    private const int SeedsTried = 2_000;

    internal static SimulationSettings Shrink(SimulationSettings settings, Violation violation, Wiring? wiring = null)
    {
        var smallest = settings;
        while (Smaller(smallest).FirstOrDefault(candidate => Breaks(candidate) is not null) is { } smaller)
        {
            smallest = smaller;
        }

        return Enumerable.Range(1, SeedsTried)
            .Select(step => smallest with { Seed = smallest.Seed + (ulong)step })
            .Prepend(smallest)
            .Select(candidate => (Candidate: candidate, Steps: Breaks(candidate)))
            .Where(tried => tried.Steps is not null)
            .MinBy(tried => tried.Steps)
            .Candidate;

        long? Breaks(SimulationSettings candidate)
        {
            var result = SimulatedRun.Run(candidate, wiring);
            return result.Violation?.Invariant == violation.Invariant ? result.Records : null;
        }
    }

    private static IEnumerable<SimulationSettings> Smaller(SimulationSettings settings)
    {
        foreach (var fault in Enum.GetValues<Fault>())
        {
            if (fault is not (Fault.None or Fault.All) && settings.Has(fault))
            {
                yield return settings with { Faults = settings.Faults & ~fault };
            }
        }

        if (settings.InstancesMax > 1)
        {
            yield return settings with { InstancesMax = 1 };
            yield return settings with { InstancesMax = settings.InstancesMax - 1 };
        }

        if (settings.StagesMax > 1)
        {
            yield return settings with { StagesMax = 1 };
            yield return settings with { StagesMax = settings.StagesMax - 1 };
        }

        if (settings.DisturbancesMax > 0)
        {
            yield return settings with { DisturbancesMax = settings.DisturbancesMax - 1 };
        }
    }
}
