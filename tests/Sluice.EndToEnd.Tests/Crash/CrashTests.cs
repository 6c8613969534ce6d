using Sluice.Chaos.Audit;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;
using Sluice.Testing;

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
        var keeper = new StockKeeper(sluice, http);
        var stock = await keeper.StockUpAsync(dose.Kills, cancellationToken);
        var workflowIds = await keeper.CreateWorkflowsAsync(cancellationToken);

        var killer = new Killer(sluice, dose, output.WriteLine);
        var callers = Enumerable.Range(0, dose.Callers)
            .Select(number => new Caller(number, dose.Seed, sluice, stock, workflowIds, http))
            .ToList();
        using var quit = new CancellationTokenSource();
        var load = Task.WhenAll(callers.Select(caller => caller.RunAsync(quit.Token, cancellationToken)));
        await Task.WhenAny(killer.RunAsync(cancellationToken), load).Unwrap();
        await quit.CancelAsync();
        await load;

        var starts = callers.SelectMany(caller => caller.Starts).ToList();
        var stuck = await new Rest(sluice, http, workflowIds, starts).ReachAsync(cancellationToken);
        var seen = await new Observer(sluice, http, stock).ObserveAsync(cancellationToken);
        Report(killer, starts, seen);

        var findings = callers.SelectMany(caller => caller.Surprises).Concat(stuck).Concat(CrashAudit.Check(starts, seen)).ToList();
        Assert.True(findings.Count == 0, $"seed {dose.Seed}: {findings.Count} findings\n{string.Join('\n', findings.Take(50))}\n{sluice.Output}");
        Assert.True(starts.Count(start => start.IsAcknowledged) > dose.Kills, "The load was too small to mean anything.");
    }

    private void Report(Killer killer, List<StartRecord> starts, Observations seen)
    {
        var recoveries = killer.Recoveries.Order().ToList();
        output.WriteLine($"kills: {killer.ServerKills} of the server, {killer.SandboxKills} of the sandbox; {killer.Cuts} cuts");
        output.WriteLine($"starts: {starts.Count(start => start.IsAcknowledged)} acknowledged, "
            + $"{starts.Count(start => !start.IsAcknowledged && !start.WasRefused)} without an answer, "
            + $"{starts.Count(start => start.WasRefused)} refused; {seen.Instances.Count} instances");
        output.WriteLine($"events: {starts.Sum(start => start.EventsAccepted)} accepted, {starts.Sum(start => start.EventsUncertain)} without an answer");
        output.WriteLine($"aborts: {starts.Count(start => start.AbortSent)} asked for, {starts.Count(start => start.AbortAccepted)} accepted; "
            + $"instances: {seen.Instances.Count(instance => instance.Succeeded)} succeeded, "
            + $"{seen.Instances.Count(instance => instance.Error == "canceled")} aborted, "
            + $"{seen.Instances.Count(instance => instance.Error is not (null or "canceled"))} failed; "
            + $"{seen.Instances.Sum(instance => instance.Calls.Count(call => call.End == CallEnd.Canceled))} calls given up");
        output.WriteLine($"holds: {seen.Holds.Count}, {seen.Holds.Count(hold => hold.Remaining > 0)} left open; "
            + $"transfers: {seen.Transfers.Count}; "
            + $"payments booked: {seen.Transactions.Count(transaction => transaction.Booking is not null)}, "
            + $"asked for {seen.Instances.Sum(instance => instance.Calls.Count(call => call.Booking is not null))} times");
        output.WriteLine($"postings: {seen.Transactions.Sum(transaction => transaction.Postings.Count)}");
        output.WriteLine($"recovery, process start to first answer, ms: p50 {recoveries[recoveries.Count / 2].TotalMilliseconds:F0}, "
            + $"max {recoveries[^1].TotalMilliseconds:F0}");
    }
}
