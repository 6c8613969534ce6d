using System.Globalization;

namespace Sluice.Bench;

/// <summary>What a server did at each level of load.</summary>
/// <param name="PeakPerSecond">Starts per second that a closed loop had acknowledged, the unit of the levels.</param>
/// <param name="UnloadedP99Milliseconds">The 99th percentile of light starts without a load.</param>
/// <param name="InFlightMax">Most requests that the load had out.</param>
/// <param name="Instances">How many instances the server lists in the end, all of them ended.</param>
/// <param name="Levels">The levels, in order.</param>
/// <param name="Samples">What was seen at even times of each level.</param>
/// <param name="LevelsBeganSeconds">When each level began, on the clock of the samples.</param>
internal sealed record OverloadFigures(
    double PeakPerSecond,
    double UnloadedP99Milliseconds,
    int InFlightMax,
    long Instances,
    IReadOnlyList<OverloadLevel> Levels,
    IReadOnlyList<OverloadSample> Samples,
    IReadOnlyList<double> LevelsBeganSeconds)
{
    public IEnumerable<string> Markdown() =>
    [
        "",
        Line($"Peak of a closed loop {PeakPerSecond:F0} starts/s; p99 of light starts without load {UnloadedP99Milliseconds:F1} ms; at most {InFlightMax} requests in flight; {Instances} instances listed, all ended."),
        "",
        "| load | offered/s | sent/s | not sent/s | acknowledged/s | of the peak | refused/s | accepted p50, p99, max ms | refused p50, p99, max ms | server's cores | load's | others' | server peak MiB | calm again after s |",
        "|---:|---:|---:|---:|---:|---:|---|---|---|---:|---:|---:|---:|---:|",
        .. Levels.Select(level => level.Row()),
    ];

    /// <summary>Draws all levels over the time, a mark where each begins.</summary>
    public string ToSvg() => SvgPlot.Draw(
        "minutes",
        [.. Samples.Select(sample => sample.Seconds / 60)],
        [
            Panel("acknowledged per second", sample => sample.AcknowledgedPerSecond),
            Panel("refused per second", sample => sample.RefusedPerSecond),
            Panel("acknowledgements, p99 ms", sample => sample.AcceptedP99Milliseconds),
            Panel("refusals, p99 ms", sample => sample.RefusedP99Milliseconds),
            Panel("resident MiB", sample => sample.ResidentMiB),
        ],
        [.. LevelsBeganSeconds.Select(seconds => seconds / 60)]);

    private SvgPanel Panel(string title, Func<OverloadSample, double> value) => new(title, [.. Samples.Select(value)]);

    internal static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}

/// <summary>One level.</summary>
/// <param name="Times">How many times the peak was offered.</param>
/// <param name="OfferedPerSecond">That, per second.</param>
/// <param name="SentPerSecond">Requests sent.</param>
/// <param name="NotSentPerSecond">Requests that the load did not send: too many were out, or it had no time to.</param>
/// <param name="GoodPerSecond">Starts acknowledged.</param>
/// <param name="OfPeak">Those, as a share of the peak.</param>
/// <param name="RefusedPerSecond">Other answers per second, by status.</param>
/// <param name="Unanswered">Requests without an answer.</param>
/// <param name="Accepted">How long acknowledgements took.</param>
/// <param name="Refused">How long all other answers took.</param>
/// <param name="ServerCores">How many cores the server kept busy.</param>
/// <param name="LoadCores">How many the load did.</param>
/// <param name="OtherCores">How many everything else did, a database among it.</param>
/// <param name="ServerPeakMiB">The server's largest resident size in the level.</param>
/// <param name="CalmAfterSeconds">How long after the level's end light starts were quick again; null for never.</param>
internal sealed record OverloadLevel(
    int Times,
    double OfferedPerSecond,
    double SentPerSecond,
    double NotSentPerSecond,
    double GoodPerSecond,
    double OfPeak,
    IReadOnlyDictionary<int, double> RefusedPerSecond,
    long Unanswered,
    LatencyFigures Accepted,
    LatencyFigures Refused,
    double ServerCores,
    double LoadCores,
    double OtherCores,
    double ServerPeakMiB,
    double? CalmAfterSeconds)
{
    public string Row() => OverloadFigures.Line(
        $"| {Times}× | {OfferedPerSecond:F0} | {SentPerSecond:F0} | {NotSentPerSecond:F0} | {GoodPerSecond:F0} | {OfPeak:F2} | {Refusals()} | {Text(Accepted)} | {Text(Refused)} | {ServerCores:F2} | {LoadCores:F2} | {OtherCores:F2} | {ServerPeakMiB:F0} | {(CalmAfterSeconds is { } seconds ? OverloadFigures.Line($"{seconds:F1}") : "never")} |");

    private string Refusals()
    {
        var refusals = RefusedPerSecond.OrderBy(refused => refused.Key).Select(refused => OverloadFigures.Line($"{refused.Value:F0} × {refused.Key}"));
        var text = string.Join(", ", Unanswered > 0 ? refusals.Append(OverloadFigures.Line($"{Unanswered} in all without an answer")) : refusals);
        return text.Length > 0 ? text : "0";
    }

    private static string Text(LatencyFigures latencies) =>
        OverloadFigures.Line($"{latencies.P50Milliseconds:F1}, {latencies.P99Milliseconds:F1}, {latencies.MaxMilliseconds:F1}");
}

/// <summary>What was seen at one time.</summary>
/// <param name="Seconds">The time since the first level began.</param>
/// <param name="AcknowledgedPerSecond">Starts acknowledged per second since the sample before.</param>
/// <param name="RefusedPerSecond">Other answers per second since then.</param>
/// <param name="AcceptedP99Milliseconds">The 99th percentile of those acknowledgements.</param>
/// <param name="RefusedP99Milliseconds">That of the other answers; 0 without any.</param>
/// <param name="ResidentMiB">What the server has in memory.</param>
internal sealed record OverloadSample(
    double Seconds,
    double AcknowledgedPerSecond,
    double RefusedPerSecond,
    double AcceptedP99Milliseconds,
    double RefusedP99Milliseconds,
    double ResidentMiB);
