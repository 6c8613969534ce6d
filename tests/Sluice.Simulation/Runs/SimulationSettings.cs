namespace Sluice.Simulation.Runs;

/// <summary>What a run is made from. The same settings make the same run.</summary>
/// <param name="Seed">What everything follows from.</param>
internal sealed record SimulationSettings(ulong Seed)
{
    /// <summary>The faults that may happen; the seed chooses among them.</summary>
    public Fault Faults { get; init; } = Fault.All;

    /// <summary>Most instances.</summary>
    public int InstancesMax { get; init; } = 10;

    /// <summary>Most stages of a workflow.</summary>
    public int StagesMax { get; init; } = 8;

    /// <summary>Most disturbances: crashes, takeovers, pauses and handovers.</summary>
    public int DisturbancesMax { get; init; } = 10;

    /// <summary>The arguments of <c>sluice-sim</c> that make the same run.</summary>
    internal string ToArguments()
    {
        var standard = new SimulationSettings(Seed);
        var without = Enum.GetValues<Fault>().Where(fault => fault is not (Fault.None or Fault.All) && !Has(fault)).ToList();
        return $"--seed {Seed}"
            + (InstancesMax == standard.InstancesMax ? "" : $" --instances {InstancesMax}")
            + (StagesMax == standard.StagesMax ? "" : $" --stages {StagesMax}")
            + (DisturbancesMax == standard.DisturbancesMax ? "" : $" --disturbances {DisturbancesMax}")
            + (without.Count == 0 ? "" : $" --without {string.Join(' ', without)}");
    }

    internal bool Has(Fault fault) => Faults.HasFlag(fault);
}
