using System.Globalization;

namespace Sluice.Bench;

/// <summary>What sleepers cost, how they woke, and how the server came back with the others of them.</summary>
/// <param name="Sleepers">How many there were.</param>
/// <param name="StartsPerSecondByTenth">How fast each tenth of them was started and durably asleep.</param>
/// <param name="ResidentBeforeMiB">What the server had in memory before the first.</param>
/// <param name="ResidentAsleepMiB">The same with all asleep.</param>
/// <param name="MemoryBytesEach">The difference, per sleeper.</param>
/// <param name="DiskBytesEach">What the store grew by, per sleeper.</param>
/// <param name="Due">How many were due at one instant.</param>
/// <param name="AllEndedAfterSeconds">How long after that instant the last of them had ended: the largest lateness.</param>
/// <param name="Lateness">The lateness of all of them.</param>
/// <param name="ProbeBefore">Light starts while all slept.</param>
/// <param name="ProbeDuring">Light starts while the due ones woke.</param>
/// <param name="HealthyAfterSeconds">From the start of the killed server to its first answer.</param>
/// <param name="FirstStartAfterSeconds">From the same time to the first acknowledged start.</param>
/// <param name="AllStartsAfterSeconds">From the same time until starts on all partitions were acknowledged.</param>
/// <param name="ResidentRestartedMiB">What the restarted server has in memory after that.</param>
internal sealed record SleepersFigures(
    int Sleepers,
    IReadOnlyList<double> StartsPerSecondByTenth,
    double ResidentBeforeMiB,
    double ResidentAsleepMiB,
    double MemoryBytesEach,
    double DiskBytesEach,
    int Due,
    double AllEndedAfterSeconds,
    LatencyFigures Lateness,
    LatencyFigures ProbeBefore,
    LatencyFigures ProbeDuring,
    double HealthyAfterSeconds,
    double FirstStartAfterSeconds,
    double AllStartsAfterSeconds,
    double ResidentRestartedMiB)
{
    public IEnumerable<string> Markdown() =>
    [
        "",
        "| sleepers | asleep/s, first and last tenth | resident MiB before, asleep, restarted | memory bytes each | disk bytes each | due at once | all ended after s | lateness p50, p99, max s | light starts before: p50, p99, max ms | during the wake | restart: healthy, first start, all partitions s |",
        "|---:|---|---|---:|---:|---:|---:|---|---|---|---|",
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {Sleepers} | {StartsPerSecondByTenth[0]:F0}, {StartsPerSecondByTenth[^1]:F0} | {ResidentBeforeMiB:F0}, {ResidentAsleepMiB:F0}, {ResidentRestartedMiB:F0} | {MemoryBytesEach:F0} | {DiskBytesEach:F0} | {Due} | {AllEndedAfterSeconds:F2} | {Lateness.P50Milliseconds / 1_000:F2}, {Lateness.P99Milliseconds / 1_000:F2}, {Lateness.MaxMilliseconds / 1_000:F2} | {Text(ProbeBefore)} | {Text(ProbeDuring)} | {HealthyAfterSeconds:F2}, {FirstStartAfterSeconds:F2}, {AllStartsAfterSeconds:F2} |"),
    ];

    private static string Text(LatencyFigures latencies) => string.Create(
        CultureInfo.InvariantCulture,
        $"{latencies.P50Milliseconds:F1}, {latencies.P99Milliseconds:F1}, {latencies.MaxMilliseconds:F1}");
}
