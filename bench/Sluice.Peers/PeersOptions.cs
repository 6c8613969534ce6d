namespace Sluice.Peers;

/// <summary>What to measure and for how long.</summary>
/// <param name="Packages">Where npm installed the peers.</param>
/// <param name="Systems">The names of the systems.</param>
/// <param name="Scenarios">The work.</param>
/// <param name="Clients">The numbers of clients of each closed loop.</param>
/// <param name="Rounds">How often each closed loop is measured, in turns with the other systems; the medians count.</param>
/// <param name="Warmup">How long a fresh system runs the same work before it is measured.</param>
/// <param name="Duration">How long each closed loop lasts.</param>
/// <param name="Sleepers">How many instances sleep.</param>
internal sealed record PeersOptions(
    NodePackages Packages,
    IReadOnlyList<string> Systems,
    IReadOnlyList<Scenario> Scenarios,
    IReadOnlyList<int> Clients,
    int Rounds,
    TimeSpan Warmup,
    TimeSpan Duration,
    int Sleepers);
