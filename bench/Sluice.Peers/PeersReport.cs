using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Bench;

namespace Sluice.Peers;

/// <summary>All figures of a run, as a table and as JSON.</summary>
internal sealed record PeersReport(Machine Machine, PhysicalLimits Limits, IReadOnlyList<LoopFigure> Loops, IReadOnlyList<SleepFigure> Sleeps)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    /// <summary>
    /// The tables. A figure of a peer is followed by how many times better Sluice's is, on SQLite and then on PostgreSQL where both ran.
    /// </summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line($"Machine: {Machine}.");
        Line($"One writer, durable transactions of {PhysicalLimits.Batch:N0} rows of {PhysicalLimits.PayloadBytes} bytes: SQLite {Limits.SqliteRowsPerSecond:N0} rows per second, PostgreSQL {Limits.PostgresRowsPerSecond:N0}.");
        Line($"");
        if (Loops.Count > 0)
        {
            Line($"| work | clients | system | instances/s | p50 ms | p99 ms | CPU s per 1,000 | resident MiB | load's cores | others' cores | flushes/s |");
            Line($"|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        }

        foreach (var line in Loops.GroupBy(figure => (figure.Scenario, figure.Clients)))
        {
            foreach (var figure in line)
            {
                var beside = SystemNames.IsSluice(figure.System) ? [] : line.Where(each => SystemNames.IsSluice(each.System)).ToArray();
                Line($"| {Named(figure.Scenario)} | {figure.Clients} | {figure.System} | {figure.PerSecond:N0}{Ahead(beside, each => each.PerSecond / figure.PerSecond)} | {figure.P50Milliseconds:N2}{Ahead(beside, each => figure.P50Milliseconds / each.P50Milliseconds)} | {figure.P99Milliseconds:N2}{Ahead(beside, each => figure.P99Milliseconds / each.P99Milliseconds)} | {figure.CpuPerThousand:N3}{Ahead(beside, each => figure.CpuPerThousand / each.CpuPerThousand)} | {figure.ResidentMiB:N0}{Ahead(beside, each => figure.ResidentMiB / each.ResidentMiB)} | {figure.LoadCores:N2} | {figure.OtherCores:N2} | {figure.FlushesPerSecond:N0} |");
            }
        }

        if (Sleeps.Count > 0)
        {
            Line($"");
            Line($"| {Sleeps[0].Sleepers:N0} sleepers | asleep/s | acknowledged/s | CPU s per 1,000 | resident MiB | memory bytes each | disk bytes each | flushes/s |");
            Line($"|---|---:|---:|---:|---:|---:|---:|---:|");
        }

        foreach (var figure in Sleeps)
        {
            var beside = SystemNames.IsSluice(figure.System) ? [] : Sleeps.Where(each => SystemNames.IsSluice(each.System)).ToArray();
            Line($"| {figure.System} | {figure.PerSecond:N0}{Ahead(beside, each => each.PerSecond / figure.PerSecond)} | {figure.AcknowledgedPerSecond:N0}{Ahead(beside, each => each.AcknowledgedPerSecond / figure.AcknowledgedPerSecond)} | {figure.CpuPerThousand:N3}{Ahead(beside, each => figure.CpuPerThousand / each.CpuPerThousand)} | {figure.ResidentMiB:N0}{Ahead(beside, each => figure.ResidentMiB / each.ResidentMiB)} | {figure.MemoryBytesEach:N0}{Ahead(beside, each => figure.MemoryBytesEach / each.MemoryBytesEach)} | {figure.DiskBytesEach:N0}{Ahead(beside, each => figure.DiskBytesEach / each.DiskBytesEach)} | {figure.FlushesPerSecond:N0} |");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Ahead<T>(IReadOnlyCollection<T> beside, Func<T, double> times) => beside.Count == 0
        ? ""
        : $" (×{string.Join(", ×", beside.Select(each => times(each).ToString("0.0", CultureInfo.InvariantCulture)))})";

    private static string Named(Scenario scenario) => scenario switch
    {
        Scenario.Noop => "three steps that do nothing",
        Scenario.Calls => "three HTTP calls",
        Scenario.Event => "start, event, end",
        _ => throw new ArgumentOutOfRangeException(nameof(scenario)),
    };
}
