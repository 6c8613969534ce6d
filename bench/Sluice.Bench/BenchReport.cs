using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Bench;

/// <summary>All figures of a run.</summary>
internal sealed record BenchReport(
    Machine Machine, IReadOnlyList<Figure> Figures, IReadOnlyList<ColdStart> ColdStarts, OverloadFigures? Overload, SleepersFigures? Sleepers,
    EnduranceFigures? Endurance)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, Indented);

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line($"Machine: {Machine}");
        if (Figures.Count > 0)
        {
            Line($"");
            Line($"| scenario | clients | instances/s | p50 ms | p99 ms | max ms | server CPU s/1,000 | sandbox | client | others' cores | server peak MiB |");
            Line($"|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        }

        foreach (var figure in Figures)
        {
            Line($"| {figure.Scenario} | {figure.Clients} | {figure.PerSecond:F0} | {figure.P50Milliseconds:F2} | {figure.P99Milliseconds:F2} | {figure.MaxMilliseconds:F1} | {figure.ServerCpu:F3} | {figure.SandboxCpu:F3} | {figure.ClientCpu:F3} | {figure.OtherCores:F2} | {figure.ServerPeakMiB:F0} |");
        }

        if (ColdStarts.Count > 0)
        {
            Line($"");
            Line($"Cold start to the first answer, ms: {string.Join(", ", ColdStarts.Select(start => start.Milliseconds.ToString("F0", CultureInfo.InvariantCulture)))}; resident then, MiB: {string.Join(", ", ColdStarts.Select(start => start.ResidentMiB.ToString("F0", CultureInfo.InvariantCulture)))}");
        }

        foreach (var line in (Overload?.Markdown() ?? []).Concat(Sleepers?.Markdown() ?? []).Concat(Endurance?.Markdown() ?? []))
        {
            text.Append(line).Append('\n');
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }
}
