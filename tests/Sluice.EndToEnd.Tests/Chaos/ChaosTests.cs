using Sluice.Chaos;

namespace Sluice.EndToEnd.Tests.Chaos;

/// <summary>The promises of a cluster, tested by killing, freezing and cutting off real nodes under load: a dose for every build.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int Kills = 20;
    private const int Nodes = 3;
    private const int Callers = 8;
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(110);

    // Other suites use the same cores: the second that timers have is measured on a machine of their own.
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_done_twice_whatever_happens_to_the_nodes()
    {
        var options = new ChaosOptions(Kills, Random.Shared.Next(), Nodes, Callers, AtMost, LateMax);
        var report = await ChaosRun.RunAsync(options, output.WriteLine, TestContext.Current.CancellationToken);

        output.WriteLine(report.Summary);
        Assert.True(report.Findings.Count == 0, report.ToString());
        Assert.True(report.Starts > Kills, "The load was too small to mean anything.");
    }
}
