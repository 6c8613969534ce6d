using Sluice.Simulation.Kernel;
using Sluice.Simulation.Runs;

namespace Sluice.Simulation.Tests;

public class SimulationTests
{
    /// <summary>Seeds of the dose; the program runs as many as wanted.</summary>
    private const ulong Dose = 1_000;

    [Fact]
    public void Every_invariant_holds_whatever_the_seed()
    {
        var (instances, owners, effects) = (0, 0, 0);

        var failure = SeedRange.OnOwnThread(() => SeedRange.FirstFailure(0, Dose, finished: result =>
        {
            instances += result.Instances;
            owners += result.Owners;
            effects += result.Effects;
        }));

        Assert.True(failure is null, failure is { } found ? Tell(found.Settings, found.Result) : "");
        // A run without instances, crashes and money would hold as well.
        Assert.True(instances > 4 * (int)Dose && owners > 4 * (int)Dose && effects > 3 * (int)Dose, $"{instances} {owners} {effects}");
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_to_the_last_letter()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var (first, second) = (Fingerprint(seed), Fingerprint(seed));

            Assert.Equal(first, second);
        }
    }

    [Fact]
    public void Other_seeds_give_other_runs() => Assert.Equal(20, Enumerable.Range(0, 20).Select(seed => Fingerprint((ulong)seed)).Distinct().Count());

    /// <summary>Seeds that found bugs.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="bug">What was wrong.</param>
    [Theory]
    [InlineData(1494, "a commit that was given up for lost, and happened all the same, left its instance asleep until the next takeover")]
    [InlineData(138375, "an abort waited for ever for an attempt whose outcome was recorded, which the attempt's owner did not know")]
    [InlineData(269853, "the same, with a timer behind the attempt")]
    [InlineData(133348, "that a transfer's key was in use, as somebody on the way said, was taken for the transfer's being made")]
    [InlineData(170584, "a first attempt that was delivered twice, and met its own transfer, was taken for refused")]
    [InlineData(536730, "while the runner was full, what was due and had been committed late was not looked for in a whole second")]
    [InlineData(838386, "a wake that was recorded while its stretch was being read from disk was neither read nor held")]
    [InlineData(864438, "an instance that met a commit which came late held up its neighbours' timers for a second")]
    public void What_a_seed_has_found_stays_mended(ulong seed, string bug)
    {
        var settings = new SimulationSettings(seed);

        var result = SeedRange.OnOwnThread(() => SimulatedRun.Run(settings));

        Assert.True(result.Violation is null, result.Violation is null ? "" : $"{bug}, or so it was: {Tell(settings, result)}");
    }

    private static ulong Fingerprint(ulong seed) => SeedRange.OnOwnThread(() =>
    {
        var trace = new Trace();
        SimulatedRun.Run(new SimulationSettings(seed), trace: trace);
        return trace.Fingerprint;
    });

    private static string Tell(SimulationSettings settings, SimulationResult result) =>
        SeedRange.OnOwnThread(() => Reports.Failure(settings, result, wiring: null));
}
