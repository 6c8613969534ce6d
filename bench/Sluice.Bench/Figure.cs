namespace Sluice.Bench;

/// <summary>One measurement of a load.</summary>
/// <param name="Scenario">What was measured.</param>
/// <param name="Clients">How many clients ran.</param>
/// <param name="Instances">How many instances were answered in the time.</param>
/// <param name="PerSecond">Those per second.</param>
/// <param name="P50Milliseconds">The median time from request to answer.</param>
/// <param name="P99Milliseconds">Its 99th percentile.</param>
/// <param name="MaxMilliseconds">Its maximum.</param>
/// <param name="ServerCpu">CPU seconds of the server per 1,000 instances.</param>
/// <param name="SandboxCpu">CPU seconds of the sandbox per 1,000 instances.</param>
/// <param name="ClientCpu">CPU seconds of the load itself per 1,000 instances.</param>
/// <param name="OtherCores">How many cores everything else on the machine kept busy on average.</param>
/// <param name="ServerPeakMiB">The largest resident size of the server up to then.</param>
internal sealed record Figure(
    string Scenario,
    int Clients,
    int Instances,
    double PerSecond,
    double P50Milliseconds,
    double P99Milliseconds,
    double MaxMilliseconds,
    double ServerCpu,
    double SandboxCpu,
    double ClientCpu,
    double OtherCores,
    double ServerPeakMiB)
{
    public static Figure Of(
        string scenario, int clients, IReadOnlyList<double> latencies, TimeSpan duration, CpuUse cpu, long serverPeakBytes)
    {
        var sorted = latencies.Order().ToArray();
        var thousands = sorted.Length / 1_000.0;
        return new Figure(
            scenario,
            clients,
            sorted.Length,
            sorted.Length / duration.TotalSeconds,
            Percentile(sorted, 0.50) * 1_000,
            Percentile(sorted, 0.99) * 1_000,
            sorted[^1] * 1_000,
            cpu.Server / thousands,
            cpu.Sandbox / thousands,
            cpu.Client / thousands,
            cpu.Others / duration.TotalSeconds,
            serverPeakBytes / (double)(1 << 20));
    }

    // The smallest sample that at least this share of the samples does not exceed.
    private static double Percentile(double[] sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}

/// <summary>How long the process took to its first answer, and its resident size then.</summary>
internal sealed record ColdStart(double Milliseconds, double ResidentMiB);
