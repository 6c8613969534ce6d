using System.Net;
using Sluice.Client;
using Sluice.Display;

namespace Sluice.Runs;

/// <summary>Takes one workflow through its run: create, fund, start, watch, report.</summary>
/// <param name="plan">What to run.</param>
/// <param name="place">Where.</param>
/// <param name="service">The service there.</param>
/// <param name="ledgers">The ledgers of its stack.</param>
/// <param name="terminal">Where to show it.</param>
/// <param name="clock">Counts the time and waits.</param>
internal sealed class WorkflowRun(
    RunPlan plan, RunPlace place, SluiceClient service, LedgerClient ledgers, RunTerminal terminal, TimeProvider clock)
{
    /// <summary>Runs the workflow.</summary>
    /// <param name="timeout">How long to watch; unset for as long as it takes.</param>
    /// <param name="interrupted">The user's wish to stop.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">The definition is not valid.</exception>
    /// <exception cref="ApiException">The service or a ledger refused.</exception>
    /// <exception cref="HttpRequestException">The service or a ledger did not answer.</exception>
    /// <exception cref="OperationCanceledException">The user stopped before the instance started.</exception>
    public async Task<int> RunAsync(TimeSpan? timeout, CancellationToken interrupted)
    {
        var workflow = await CreateAsync(interrupted);
        await FundAsync(workflow, interrupted);
        var instance = await service.RunAsync(workflow.Id, plan.Variables, idempotencyKey: null, interrupted);
        terminal.Error.WriteLine($"running {plan.File.Path} {place.Description}: instance {instance.Id}");
        var last = await WatchAsync(workflow, instance, timeout, interrupted);
        await ReportAsync(last);
        return Conclude(last, interrupted.IsCancellationRequested);
    }

    private async Task<Workflow> CreateAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await service.CreateWorkflowAsync(plan.File.Definition, plan.File.Format, cancellationToken);
        }
        catch (ApiException refused) when (refused.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge)
        {
            throw CommandException.Usage($"{plan.File.Path}: {refused.Message}");
        }
    }

    private async Task FundAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        var funds = plan.Funds;
        if (plan.FundsFromFile && !place.Sandbox)
        {
            terminal.Error.WriteLine(
                $"not funded, because {place.Server} is not a sandbox: {string.Join(", ", funds)}; --fund does it all the same");
            funds = [];
        }

        var needed = place.Sandbox ? LedgersNamed.In(workflow.Config, plan.Variables) : [];
        foreach (var ledger in needed.Union(funds.Select(fund => fund.Ledger), StringComparer.Ordinal))
        {
            await ledgers.CreateLedgerAsync(ledger, cancellationToken);
        }

        foreach (var fund in funds)
        {
            var posting = new Posting("world", fund.Account, fund.Amount, fund.Asset);
            var metadata = new Dictionary<string, string>();
            await ledgers.CreateTransactionAsync(fund.Ledger, new NewTransaction([posting], metadata), null, cancellationToken);
            terminal.Error.WriteLine($"funded {fund.Ledger}/{fund.Account} with {fund.Asset} {fund.Amount}");
        }
    }

    private async Task<RunSnapshot> WatchAsync(Workflow workflow, Instance instance, TimeSpan? timeout, CancellationToken interrupted)
    {
        using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupted, limit.Token);
        var follower = new InstanceFollower(service, plan, workflow, place.LookInterval, clock);
        var last = new RunSnapshot(instance, []);
        try
        {
            await terminal.Display(place.Server, clock).ShowAsync(RememberAsync());
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The last that was seen says how the instance stands.
        }

        return last;

        async IAsyncEnumerable<RunSnapshot> RememberAsync()
        {
            await foreach (var snapshot in follower.FollowAsync(instance.Id, end.Token))
            {
                last = snapshot;
                yield return snapshot;
            }
        }
    }

    // Not given up with the watching: what has been moved is what somebody who interrupts a run wants to know.
    private async Task ReportAsync(RunSnapshot last)
    {
        var report = RunReport.Of(last.Transactions);
        try
        {
            report = await report.ReadBalancesAsync(ledgers, CancellationToken.None);
        }
        catch (Exception problem) when (problem is ApiException or HttpRequestException)
        {
            terminal.Error.WriteLine($"balances are not shown: {problem.Message}; --stack-url says where the ledgers are");
        }

        if (terminal.Json)
        {
            RunResult.WriteJson(terminal.Output, last, report);
            return;
        }

        terminal.Error.WriteLine();
        RunResult.WriteText(terminal.Output, report);
        terminal.Output.Flush();
        terminal.Error.WriteLine();
    }

    private int Conclude(RunSnapshot last, bool interrupted)
    {
        var instance = last.Instance;
        if (instance.Terminated)
        {
            var span = Wording.Span((instance.TerminatedAt ?? instance.UpdatedAt) - instance.CreatedAt);
            terminal.Error.WriteLine(instance.Error is null ? $"succeeded in {span}" : $"failed after {span}: {instance.Error}");
            return instance.Error is null ? ExitCodes.Ok : ExitCodes.Failed;
        }

        var at = last.Current is { } stage ? $"in stage {stage.Number} ({stage.Kind})" : "between two stages";
        terminal.Error.WriteLine(
            $"{(interrupted ? "interrupted" : "out of time")}: instance {instance.Id} is {at}; {place.WhatBecomesOfIt}");
        return interrupted ? ExitCodes.Interrupted : ExitCodes.Failed;
    }
}
