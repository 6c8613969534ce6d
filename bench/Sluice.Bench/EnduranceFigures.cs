using System.Globalization;

namespace Sluice.Bench;

/// <summary>How a server fared under a long load.</summary>
/// <param name="Instances">How many instances there were in the end, all of them ended, as many as were acknowledged.</param>
/// <param name="Refused">How many requests were answered 429 or 503.</param>
/// <param name="Samples">What was seen at even times.</param>
/// <param name="Faults">What was done to it.</param>
internal sealed record EnduranceFigures(
    long Instances, long Refused, IReadOnlyList<EnduranceSample> Samples, IReadOnlyList<EnduranceFault> Faults)
{
    private static readonly (string Title, Func<EnduranceSample, double> Value)[] Columns =
    [
        ("resident MiB", sample => sample.ResidentMiB),
        ("handles", sample => sample.Handles),
        ("disk bytes per instance", sample => sample.DiskBytesPerInstance),
        ("p50 ms", sample => sample.P50Milliseconds),
        ("p99 ms", sample => sample.P99Milliseconds),
    ];

    public IEnumerable<string> Markdown()
    {
        var quarter = Math.Max(1, Samples.Count / 4);
        yield return "";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{Instances} instances in {Samples[^1].Seconds:F0} s, all ended and as many as acknowledged; {Refused} requests refused; {Faults.Count} faults: {string.Join(", ", Faults.CountBy(fault => fault.Kind).Select(kind => $"{kind.Value} × {kind.Key}"))}.");
        yield return "";
        yield return "| medians | first quarter | second | third | last |";
        yield return "|---|---:|---:|---:|---:|";
        foreach (var (title, value) in Columns)
        {
            var medians = Samples.Chunk(quarter).Take(4).Select(samples => Median(samples.Select(value)));
            yield return $"| {title} | {string.Join(" | ", medians.Select(median => median.ToString("F1", CultureInfo.InvariantCulture)))} |";
        }
    }

    /// <summary>Draws all of it over the time, a mark for each fault.</summary>
    public string ToSvg() => SvgPlot.Draw(
        "minutes",
        [.. Samples.Select(sample => sample.Seconds / 60)],
        [.. Columns.Select(column => new SvgPanel(column.Title, [.. Samples.Select(column.Value)]))],
        [.. Faults.Select(fault => fault.Seconds / 60)]);

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
    }
}

/// <summary>What was seen at one time.</summary>
/// <param name="Seconds">The time since the beginning.</param>
/// <param name="Acknowledged">How many instances were acknowledged so far.</param>
/// <param name="ResidentMiB">What the server has in memory.</param>
/// <param name="Handles">How many files and connections it has open.</param>
/// <param name="DiskBytesPerInstance">What its store grew by since the beginning, for each of those instances.</param>
/// <param name="P50Milliseconds">The median of the acknowledgements since the last sample.</param>
/// <param name="P99Milliseconds">Their 99th percentile.</param>
internal sealed record EnduranceSample(
    double Seconds,
    long Acknowledged,
    double ResidentMiB,
    int Handles,
    double DiskBytesPerInstance,
    double P50Milliseconds,
    double P99Milliseconds)
{
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"endurance: {Seconds:F0} s, {Acknowledged} instances, {ResidentMiB:F0} MiB, {Handles} handles, {DiskBytesPerInstance:F0} bytes each, p50 {P50Milliseconds:F1} ms, p99 {P99Milliseconds:F1} ms");
}

/// <summary>Something that was done to the server or to its stack.</summary>
/// <param name="Seconds">When, since the beginning.</param>
/// <param name="Kind">What.</param>
internal sealed record EnduranceFault(double Seconds, string Kind);
