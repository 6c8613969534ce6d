namespace Sluice.Bench;

/// <summary>What to measure and for how long.</summary>
/// <param name="Scenario">The name of one scenario, or <c>all</c>.</param>
/// <param name="Store">What the servers keep their data in.</param>
/// <param name="Clients">The numbers of clients to measure with.</param>
/// <param name="Warmup">How long the load runs before each measurement.</param>
/// <param name="Duration">How long each measurement lasts.</param>
/// <param name="Messages">How many events of NATS are consumed.</param>
/// <param name="Sleepers">How many instances are put to sleep.</param>
/// <param name="Connections">How many connections offer what is too much, which is the most requests that are out at a time.</param>
/// <param name="Slow">What is slow while a server is overloaded.</param>
internal sealed record BenchOptions(
    string Scenario,
    BenchStore Store,
    IReadOnlyList<int> Clients,
    TimeSpan Warmup,
    TimeSpan Duration,
    int Messages,
    int Sleepers,
    int Connections,
    string Slow)
{
    public bool Includes(string scenario) => Scenario == "all" || Scenario == scenario;
}
