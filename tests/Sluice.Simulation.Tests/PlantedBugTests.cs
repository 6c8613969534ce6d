using Sluice.Simulation.Kernel;
using Sluice.Simulation.Planted;
using Sluice.Simulation.Runs;

namespace Sluice.Simulation.Tests;

public class PlantedBugTests
{
    public static TheoryData<string> Bugs => [.. PlantedBug.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found(string name)
    {
        var bug = Find(name);

        var found = SeedRange.OnOwnThread(() => SeedRange.FirstFailure(0, (ulong)bug.SeedsMax, bug.Wiring));

        Assert.True(found is not null, $"{name} went by unseen in {bug.SeedsMax} seeds");
    }

    [Fact]
    public void A_failing_run_is_made_shorter_and_still_fails_in_the_same_way()
    {
        var bug = Find("key-depends-on-attempt");
        var (settings, result) = SeedRange.OnOwnThread(() => SeedRange.FirstFailure(0, (ulong)bug.SeedsMax, bug.Wiring))!.Value;

        var shrunk = SeedRange.OnOwnThread(() => Shrinker.Shrink(settings, result.Violation!, bug.Wiring));

        var trace = new Trace();
        var again = SeedRange.OnOwnThread(() => SimulatedRun.Run(shrunk, bug.Wiring, trace));
        Assert.Equal(result.Violation!.Invariant, again.Violation?.Invariant);
        Assert.True(again.Records < result.Records, $"{again.Records} records are left of {result.Records}");
        Assert.Contains("VIOLATED", trace.Lines[^1], StringComparison.Ordinal);
    }

    private static PlantedBug Find(string name) => PlantedBug.All.Single(bug => bug.Name == name);
}
