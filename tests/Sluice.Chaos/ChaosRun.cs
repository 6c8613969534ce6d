using Sluice.Chaos.Audit;
using Sluice.Chaos.Faults;
using Sluice.Chaos.Load;
using Sluice.Chaos.Nodes;
using Sluice.Chaos.Observation;
using Sluice.Testing;

namespace Sluice.Chaos;

/// <summary>
/// One run: a cluster under load and faults, then peace, and a comparison of what clients were told with what the service, the
/// stack and the journal show.
/// </summary>
internal static class ChaosRun
{
    private const int EventLoads = 3;

    // Less than it takes until a frozen node is found out, so that some requests are repeated elsewhere while it still has them.
    private static readonly TimeSpan CallerPatience = TimeSpan.FromSeconds(8);

    /// <summary>Runs it.</summary>
    /// <param name="options">How hard it is.</param>
    /// <param name="say">Hears how it goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<ChaosReport> RunAsync(ChaosOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        say($"seed {options.Seed}: {options.Kills} kills of {options.Nodes} nodes, {options.Callers} callers");
        var answers = new AnswerCounts();
        using var http = new JsonOverHttp(CallerPatience, answers.Add);
        using var reading = new JsonOverHttp();
        await using var cluster = await ChaosCluster.StartAsync(options.Nodes, options.Seed);
        await using var watch = new ClusterWatch(cluster);
        if (await watch.UntilCalmAsync(cancellationToken) is { } stuck)
        {
            return new ChaosReport(options, [stuck], "", 0, "the cluster did not come up");
        }

        var keeper = new StockKeeper(cluster, reading);
        var stock = await keeper.StockUpAsync(options.Kills, cancellationToken);
        var workflowIds = await keeper.CreateWorkflowsAsync(cancellationToken);
        var callers = Enumerable.Range(0, options.Callers)
            .Select(number => new Caller(number, options.Seed, cluster, stock, workflowIds, http))
            .ToList();
        var events = Enumerable.Range(0, EventLoads)
            .Select(number => new EventLoad(number, options.Seed, cluster, stock, workflowIds, http))
            .ToList();
        var storms = new Storms(cluster, watch, options, say);
        using var quit = new CancellationTokenSource();
        var load = Task.WhenAll(
            [.. callers.Select(caller => caller.RunAsync(quit.Token, cancellationToken)), .. events.Select(each => each.RunAsync(quit.Token, cancellationToken))]);
        cluster.Stack.Harms = true;
        await Task.WhenAny(storms.RunAsync(cancellationToken), load).Unwrap();
        cluster.Stack.Harms = false;
        await quit.CancelAsync();
        await load;

        say("the faults are over");
        var starts = callers.SelectMany(caller => caller.Starts).Concat(events.SelectMany(each => each.Starts)).ToList();
        var created = events.SelectMany(each => each.Created).ToList();
        var restless = await new Rest(cluster, reading, workflowIds, starts).ReachAsync(cancellationToken);
        say("everything is at rest");
        var seen = await new Observer(cluster, reading, stock).ObserveAsync(cancellationToken);
        var timers = new TimerRules(new AuditedWorld(starts, seen), watch.Disturbances, options.LateMax);
        IReadOnlyList<string> findings =
        [
            .. storms.Findings, .. watch.Findings, .. callers.SelectMany(caller => caller.Surprises), .. events.SelectMany(each => each.Surprises),
            .. restless, .. await MissingAsync(cluster, reading, created, cancellationToken),
            .. CrashAudit.Check(starts, seen), .. timers.Findings,
        ];
        return new ChaosReport(
            options,
            findings,
            findings.Count == 0 ? "" : await new Evidence(cluster, reading).OfAsync(findings, cancellationToken),
            starts.Count(start => start.IsAcknowledged),
            ChaosReport.Summarize(starts, created.Count, seen, storms, watch, cluster, timers, answers));
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(
        ChaosCluster cluster, JsonOverHttp http, IReadOnlyList<string> created, CancellationToken cancellationToken)
    {
        var findings = new List<string>();
        foreach (var path in created)
        {
            if (await http.SendAsync(HttpMethod.Get, new Uri(cluster.Server, path), null, null, cancellationToken) is not Answer.Received { Status: 200 })
            {
                findings.Add($"{path} was acknowledged and does not exist");
            }
        }

        return findings;
    }
}
