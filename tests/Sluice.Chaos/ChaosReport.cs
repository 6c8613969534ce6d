using System.Globalization;
using System.Text;
using Sluice.Chaos.Audit;
using Sluice.Chaos.Faults;
using Sluice.Chaos.Load;
using Sluice.Chaos.Nodes;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos;

/// <summary>What a run was and what came of it.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Findings">Everything that must not be, one sentence each; empty when all promises were kept.</param>
/// <param name="Evidence">What the service and the journal say of the instances that the findings name.</param>
/// <param name="Starts">How many starts the service acknowledged.</param>
/// <param name="Summary">The counts, for people.</param>
internal sealed record ChaosReport(ChaosOptions Options, IReadOnlyList<string> Findings, string Evidence, int Starts, string Summary)
{
    private const int FindingsShown = 1_000;

    /// <summary>The whole report as text.</summary>
    public override string ToString()
    {
        var verdict = Findings.Count == 0
            ? $"seed {Options.Seed}: nothing acknowledged was lost, nothing was done twice, nothing is stuck"
            : $"seed {Options.Seed}: {Findings.Count} findings\n{string.Join('\n', Findings.Take(FindingsShown))}\n{Evidence}";
        return $"{Summary}\n{verdict}";
    }

    /// <summary>Puts the counts of a run into words.</summary>
    public static string Summarize(
        IReadOnlyList<StartRecord> starts, int created, Observations seen, Storms storms, ClusterWatch watch, ChaosCluster cluster, TimerRules timers, AnswerCounts answers)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"faults: {storms.Kills} nodes killed, {storms.KillsOfServing} of them while they served, in {storms.Count} storms ({storms.Counts}); "
            + $"{watch.Expulsions} nodes expelled, {watch.FailedStarts} starts met no database");
        text.AppendLine(CultureInfo.InvariantCulture, $"without an owner: {Gaps(watch, gap => gap.Faults is ["kill"])} after one kill; {Gaps(watch, gap => gap.Faults is not ["kill"])} otherwise");
        text.AppendLine(CultureInfo.InvariantCulture, $"starts: {starts.Count(start => start.IsAcknowledged)} acknowledged with their instance, {starts.Count(start => start.IsPromised)} by an event of a trigger, "
            + $"{starts.Count(start => start.WasRefused)} refused, {starts.Count(start => !start.IsAcknowledged && !start.IsPromised && !start.WasRefused)} without an answer; {created} triggers and workflows created meanwhile");
        text.AppendLine(CultureInfo.InvariantCulture, $"events: {starts.Sum(start => start.EventsAccepted)} accepted, {starts.Sum(start => start.EventsUncertain)} without an answer; "
            + $"aborts: {starts.Count(start => start.AbortSent)} asked for, {starts.Count(start => start.AbortAccepted)} accepted");
        text.AppendLine(CultureInfo.InvariantCulture, $"answers: {answers}");
        text.AppendLine(CultureInfo.InvariantCulture, $"calls of the stack: {cluster.Stack.Counts}");
        text.AppendLine(CultureInfo.InvariantCulture, $"instances: {seen.Instances.Count}: {seen.Instances.Count(instance => instance.Succeeded)} succeeded, "
            + $"{seen.Instances.Count(instance => instance.Error == "canceled")} aborted, {seen.Instances.Count(instance => instance.Error is not (null or "canceled"))} failed as their flows say");
        text.AppendLine(CultureInfo.InvariantCulture, $"money: {seen.Transactions.Count} transactions with {seen.Transactions.Sum(transaction => transaction.Postings.Count)} postings, "
            + $"{seen.Holds.Count} holds, {seen.Holds.Count(hold => hold.Remaining > 0)} left open, {seen.Transfers.Count} transfers");
        text.Append(CultureInfo.InvariantCulture, $"timers: {timers.Undisturbed} due in calm, {timers.Disturbed} in a disturbance, latest {timers.Latest.TotalMilliseconds:F0} ms after their time or the end of the disturbance");
        return text.ToString();
    }

    private static string Gaps(ClusterWatch watch, Func<OwnerGap, bool> which)
    {
        var lengths = watch.Gaps.Where(which).Select(gap => gap.Length.TotalSeconds).Order().ToList();
        return lengths.Count == 0
            ? "never"
            : string.Create(CultureInfo.InvariantCulture, $"{lengths.Count} times, half of them {lengths[lengths.Count / 2]:F1} s at most, the longest {lengths[^1]:F1} s");
    }
}
