using System.Net;
using Sluice.Client;
using Sluice.Display;

namespace Sluice.Runs;

/// <summary>Takes one workflow through its run: create, prepare, start, watch, report.</summary>
/// <param name="plan">What to run.</param>
/// <param name="place">Where.</param>
/// <param name="service">The service there.</param>
/// <param name="stack">The stack that it moves money in.</param>
/// <param name="terminal">Where to show it.</param>
/// <param name="clock">Counts the time and waits.</param>
internal sealed class WorkflowRun(
    RunPlan plan, RunPlace place, SluiceClient service, RunStack stack, RunTerminal terminal, TimeProvider clock)
{
    /// <summary>How long to wait for the providers of a sandbox, which settle transfers within a moment.</summary>
    private static readonly TimeSpan SettlingMax = TimeSpan.FromSeconds(3);

    /// <summary>Runs the workflow.</summary>
    /// <param name="timeout">How long to watch; unset for as long as it takes.</param>
    /// <param name="interrupted">The user's wish to stop.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="CommandException">The definition is not valid, or what it needs cannot be put in place.</exception>
    /// <exception cref="ApiException">A service refused.</exception>
    /// <exception cref="HttpRequestException">A service did not answer.</exception>
    /// <exception cref="OperationCanceledException">The user stopped before the instance started.</exception>
    public async Task<int> RunAsync(TimeSpan? timeout, CancellationToken interrupted)
    {
        CheckPayments();
        var workflow = await CreateAsync(interrupted);
        var payments = await PrepareAsync(workflow, interrupted);
        var prepared = plan with { Variables = plan.Variables.Concat(payments).ToDictionary(StringComparer.Ordinal) };
        var instance = await service.RunAsync(workflow.Id, prepared.Variables, idempotencyKey: null, interrupted);
        terminal.Error.WriteLine($"running {plan.File.Path} {place.Description}: instance {instance.Id}");
        var last = await WatchAsync(prepared, workflow, instance, timeout, interrupted);
        await ReportAsync(last);
        return Conclude(last, interrupted.IsCancellationRequested);
    }

    // Without its payment the instance would only find out that it has none.
    private void CheckPayments()
    {
        if (!place.Sandbox && plan.Suggested.Payins is [var payin, ..])
        {
            throw CommandException.Usage(
                $"{place.Server} is not a sandbox, in which the payment '{payin.Variable}' could be made up: "
                + $"pass --var {payin.Variable}=ID of one that is there");
        }
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

    private async Task<IReadOnlyDictionary<string, string>> PrepareAsync(Workflow workflow, CancellationToken cancellationToken)
    {
        if (!place.Sandbox && !plan.Suggested.IsEmpty)
        {
            terminal.Error.WriteLine(
                $"not prepared, because {place.Server} is not a sandbox: {plan.Suggested}; options of these names do it all the same");
        }

        var preparation = new RunPreparation(stack, place.Sandbox, terminal.Error, clock);
        return await preparation.PrepareAsync(
            place.Sandbox ? plan.Asked.And(plan.Suggested) : plan.Asked,
            place.Sandbox ? LedgersNamed.In(workflow.Config, plan.Variables) : [],
            cancellationToken);
    }

    private async Task<RunSnapshot> WatchAsync(
        RunPlan prepared, Workflow workflow, Instance instance, TimeSpan? timeout, CancellationToken interrupted)
    {
        using var limit = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupted, limit.Token);
        var follower = new InstanceFollower(service, prepared, workflow, place.LookInterval, clock);
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
        var moved = MoveReader.Read(last);
        var report = new RunReport(moved.Moves) { Transfers = [.. moved.Transfers.Select(made => new TransferAsked(made, null))] };
        try
        {
            var reader = new ReportReader(stack, place.Sandbox ? SettlingMax : TimeSpan.Zero, place.LookInterval, clock);
            report = await reader.ReadAsync(moved, CancellationToken.None);
        }
        catch (Exception problem) when (problem is ApiException or HttpRequestException)
        {
            terminal.Error.WriteLine($"balances are not shown: {problem.Message}; --stack-url says where the stack is");
        }

        if (terminal.Json)
        {
            RunResultJson.Write(terminal.Output, last, report);
            return;
        }

        terminal.Error.WriteLine();
        new RunResult(terminal.Output).Write(report);
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
