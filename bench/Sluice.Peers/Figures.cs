namespace Sluice.Peers;

/// <summary>A closed loop on one system.</summary>
/// <param name="Scenario">The work.</param>
/// <param name="Clients">How many clients ran.</param>
/// <param name="System">Who did it.</param>
/// <param name="PerSecond">Instances done per second.</param>
/// <param name="P50Milliseconds">The median time of an instance.</param>
/// <param name="P99Milliseconds">Its 99th percentile.</param>
/// <param name="CpuPerThousand">CPU seconds of all the system's processes per 1,000 instances.</param>
/// <param name="ResidentMiB">What they had in memory at the end.</param>
/// <param name="OtherCores">How many cores were busy with something else than the system, the load and what is called.</param>
/// <param name="LoadCores">How many cores the load and what is called took.</param>
/// <param name="FlushesPerSecond">How often per second a file could be flushed just before, on the same disk.</param>
internal sealed record LoopFigure(
    Scenario Scenario,
    int Clients,
    string System,
    double PerSecond,
    double P50Milliseconds,
    double P99Milliseconds,
    double CpuPerThousand,
    double ResidentMiB,
    double OtherCores,
    double LoadCores,
    double FlushesPerSecond)
{
    /// <summary>The median of each figure over rounds of the same line.</summary>
    public static LoopFigure Median(IReadOnlyCollection<LoopFigure> rounds)
    {
        return rounds.First() with
        {
            PerSecond = Of(figure => figure.PerSecond),
            P50Milliseconds = Of(figure => figure.P50Milliseconds),
            P99Milliseconds = Of(figure => figure.P99Milliseconds),
            CpuPerThousand = Of(figure => figure.CpuPerThousand),
            ResidentMiB = Of(figure => figure.ResidentMiB),
            OtherCores = Of(figure => figure.OtherCores),
            LoadCores = Of(figure => figure.LoadCores),
            FlushesPerSecond = Of(figure => figure.FlushesPerSecond),
        };

        double Of(Func<LoopFigure, double> part) => rounds.Select(part).Order().ElementAt((rounds.Count - 1) / 2);
    }
}

/// <summary>Many sleeping instances on one system.</summary>
/// <param name="Sleepers">How many.</param>
/// <param name="System">Who keeps them.</param>
/// <param name="PerSecond">Instances per second from the first start until all sleep with a durable wake.</param>
/// <param name="AcknowledgedPerSecond">Instances per second from the first start until all starts were answered.</param>
/// <param name="CpuPerThousand">CPU seconds of all the system's processes per 1,000 instances until then.</param>
/// <param name="ResidentMiB">What they had in memory, some seconds later.</param>
/// <param name="MemoryBytesEach">By how much that had grown, per sleeper.</param>
/// <param name="DiskBytesEach">By how much the data had grown, per sleeper.</param>
/// <param name="FlushesPerSecond">How often per second a file could be flushed just before, on the same disk.</param>
internal sealed record SleepFigure(
    int Sleepers,
    string System,
    double PerSecond,
    double AcknowledgedPerSecond,
    double CpuPerThousand,
    double ResidentMiB,
    double MemoryBytesEach,
    double DiskBytesEach,
    double FlushesPerSecond);
