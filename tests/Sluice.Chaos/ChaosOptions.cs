namespace Sluice.Chaos;

/// <summary>How hard a run is.</summary>
/// <param name="Kills">How many nodes are killed with <c>kill -9</c>.</param>
/// <param name="Seed">What the faults, their victims and the load are drawn from. Their moments depend on the machine too.</param>
/// <param name="Nodes">How many nodes there are; at least two.</param>
/// <param name="Callers">How many callers start instances at the same time.</param>
/// <param name="AtMost">After so long no new storm begins, however many kills are missing.</param>
/// <param name="LateMax">How late a timer may be, of its time or of the end of the disturbance that its time fell into.</param>
internal sealed record ChaosOptions(int Kills, int Seed, int Nodes, int Callers, TimeSpan AtMost, TimeSpan LateMax);
