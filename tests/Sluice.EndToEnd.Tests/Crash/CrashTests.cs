using System.Text.Json;

namespace Sluice.EndToEnd.Tests.Crash;

/// <summary>The promises that must survive the death of any process, tested by killing real ones under load.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_done_twice_when_processes_are_killed()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var dose = CrashDose.FromEnvironment();
        output.WriteLine($"seed {dose.Seed}, {dose.Kills} kills, {dose.Callers} callers");
        await using var sluice = new SluiceUnderTest();
        using var http = new JsonOverHttp();
        await sluice.StartSandboxAsync(cancellationToken);
        sluice.LaunchServer();
        await sluice.ServerUpAsync(cancellationToken);
        var workflowIds = await CreateAsync(sluice, http, cancellationToken);

        var killer = new Killer(sluice, dose, output.WriteLine);
        var callers = Enumerable.Range(0, dose.Callers)
            .Select(number => new Caller(number, dose.Seed, sluice, workflowIds, http))
            .ToList();
        using var quit = new CancellationTokenSource();
        var load = Task.WhenAll(callers.Select(caller => caller.RunAsync(quit.Token, cancellationToken)));
        await Task.WhenAny(killer.RunAsync(cancellationToken), load).Unwrap();
        await quit.CancelAsync();
        await load;

        var starts = callers.SelectMany(caller => caller.Starts).ToList();
        var stuck = await new Rest(sluice, http, workflowIds, starts).ReachAsync(cancellationToken);
        var seen = await new Observer(sluice, http).ObserveAsync(cancellationToken);
        Report(killer, starts, seen);

        var findings = callers.SelectMany(caller => caller.Surprises).Concat(stuck).Concat(CrashAudit.Check(starts, seen)).ToList();
        Assert.True(findings.Count == 0, $"seed {dose.Seed}: {findings.Count} findings\n{string.Join('\n', findings.Take(50))}\n{sluice.Output}");
        Assert.True(starts.Count(start => start.IsAcknowledged) > dose.Kills, "The load was too small to mean anything.");
    }

    private static async Task<IReadOnlyDictionary<Flow, string>> CreateAsync(
        SluiceUnderTest sluice, JsonOverHttp http, CancellationToken cancellationToken)
    {
        foreach (var ledger in Flow.Ledgers)
        {
            var answer = await http.SendAsync(HttpMethod.Post, new Uri(sluice.Ledger, ledger), "{}", null, cancellationToken);
            Assert.Equal(204, Assert.IsType<Answer.Received>(answer).Status);
        }

        var ids = new Dictionary<Flow, string>();
        foreach (var flow in Flow.All)
        {
            var definition = $$"""{"name":{{JsonSerializer.Serialize(flow.Name)}},"stages":{{flow.Stages}}}""";
            var answer = Assert.IsType<Answer.Received>(await http.SendAsync(
                HttpMethod.Post, new Uri(sluice.Server, "/v2/workflows"), definition, null, cancellationToken));
            Assert.True(answer.Status == 201, answer.ErrorMessage);
            ids[flow] = answer.Body.GetProperty("data").GetProperty("id").GetString()!;
        }

        return ids;
    }

    private void Report(Killer killer, List<StartRecord> starts, Observations seen)
    {
        var recoveries = killer.Recoveries.Order().ToList();
        output.WriteLine($"kills: {killer.ServerKills} of the server, {killer.SandboxKills} of the sandbox; {killer.Cuts} cuts");
        output.WriteLine($"starts: {starts.Count(start => start.IsAcknowledged)} acknowledged, "
            + $"{starts.Count(start => !start.IsAcknowledged && !start.WasRefused)} without an answer, "
            + $"{starts.Count(start => start.WasRefused)} refused; {seen.Instances.Count} instances");
        output.WriteLine($"events: {starts.Sum(start => start.EventsAccepted)} accepted, {starts.Sum(start => start.EventsUncertain)} without an answer");
        output.WriteLine($"postings: {seen.Transactions.Sum(transaction => transaction.Postings.Count)}");
        output.WriteLine($"recovery, process start to first answer, ms: p50 {recoveries[recoveries.Count / 2].TotalMilliseconds:F0}, "
            + $"max {recoveries[^1].TotalMilliseconds:F0}");
    }
}
