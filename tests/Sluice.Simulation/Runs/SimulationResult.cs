using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Runs;

/// <summary>What a run came to.</summary>
/// <param name="Violation">The invariant that did not hold; null when all did.</param>
/// <param name="Steps">How many things happened.</param>
/// <param name="Instances">How many instances were started.</param>
/// <param name="Records">How many records were committed.</param>
/// <param name="Effects">How many effects the stack had.</param>
/// <param name="Owners">How many owners there were.</param>
/// <param name="Answers">How many commands were answered.</param>
/// <param name="Span">How long it took by its own clock.</param>
internal sealed record SimulationResult(
    Violation? Violation, long Steps, int Instances, int Records, int Effects, int Owners, int Answers, TimeSpan Span);
