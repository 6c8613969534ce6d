using Sluice.Engine.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;
using Sluice.Simulation.Invariants;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Owners;

namespace Sluice.Simulation.Clients;

/// <summary>
/// The people and programs outside: they start, post, abort and wait, and ask again when they got no answer and asking again is safe.
/// They live as long as the run.
/// </summary>
internal sealed class SimulatedClients
{
    private readonly SeededRandom _random;
    private readonly Kernel.Kernel _kernel;
    private readonly Cluster _cluster;
    private readonly Checks _checks;
    private readonly int _partitionCount;
    private readonly SimulatedProcess _process;

    internal SimulatedClients(Kernel.Kernel kernel, Cluster cluster, Checks checks, SeededRandom random, int partitionCount)
    {
        (_kernel, _cluster, _checks, _random, _partitionCount) = (kernel, cluster, checks, random, partitionCount);
        _process = new SimulatedProcess(kernel, "client");
    }

    /// <summary>How many still have something to do.</summary>
    internal int Busy { get; private set; }

    internal void Follow(ClientPlan plan)
    {
        At(plan.StartAfter, () => StartAsync(plan));
        foreach (var again in plan.Again)
        {
            At(again, () => StartAsync(plan));
        }

        foreach (var (after, name) in plan.Events)
        {
            At(after, () => PostAsync(plan.Instance, name));
        }

        if (plan.AbortAfter is { } abort)
        {
            At(abort, () => AbortAsync(plan.Instance));
        }

        if (plan.WaitAfter is { } wait)
        {
            At(wait, () => WaitAsync(plan.Instance));
        }
    }

    /// <summary>Posts an event as soon as may be.</summary>
    internal void Post(InstanceId instance, string name) => At(TimeSpan.Zero, () => PostAsync(instance, name));

    private void At(TimeSpan after, Func<Task> ask)
    {
        Busy++;
        _kernel.After(after, () => _ = _process.Run(async () =>
        {
            await ask();
            Busy--;
        }));
    }

    private async Task StartAsync(ClientPlan plan)
    {
        while (true)
        {
            var answer = await AskAsync(plan.Instance, "start", partition => partition.StartAsync(plan.Instance, plan.Workflow.Id, plan.Variables));
            if (answer is not null)
            {
                _checks.Answers.OnStarted(plan.Instance, answer.Value);
                return;
            }

            if (!plan.Keyed)
            {
                // Nobody could tell a second start from the first.
                return;
            }

            await PauseAsync();
        }
    }

    private async Task PostAsync(InstanceId instance, string name)
    {
        var known = _checks.Answers.IsStarted(instance);
        if (await AskAsync(instance, $"post '{name}'", partition => partition.PostEventAsync(instance, name)) is { } answer)
        {
            _checks.Answers.OnPosted(instance, name, answer.Value, known);
        }
    }

    private async Task AbortAsync(InstanceId instance)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var known = _checks.Answers.IsStarted(instance);
            if (await AskAsync(instance, "abort", partition => partition.AbortAsync(instance)) is { } answer)
            {
                _checks.Answers.OnAborted(instance, answer.Value, known);
                return;
            }

            await PauseAsync();
        }
    }

    private async Task WaitAsync(InstanceId instance)
    {
        if (await AskAsync(instance, "wait", partition => partition.WaitForEndAsync(instance, TimeSpan.FromSeconds(20))) is { Value: true })
        {
            _checks.Answers.OnEnded(instance);
        }
    }

    /// <returns>Null when there was no answer, or it was that there is none for now.</returns>
    private async Task<Answered<T>?> AskAsync<T>(InstanceId instance, string what, Func<Partition, Task<T>> call)
    {
        var stale = _random.Below(8) == 0;
        if (_cluster.Route(instance.Partition(_partitionCount), stale) is not { } owner)
        {
            return null;
        }

        _kernel.Note("client", $"{what} {instance} at {owner.Process.Name}");
        try
        {
            var answer = new Answered<T>(await owner.CallAsync(call));
            _kernel.Note("client", $"{what} {instance} is answered{(answer.Value is Engine.Refusal refusal ? $": {refusal.Message}" : "")}");
            return answer;
        }
        catch (Exception exception) when (exception
            is JournalUnavailableException or JournalFullException or FencedException or PartitionClosedException or OwnerGoneException)
        {
            _kernel.Note("client", $"{what} {instance}: {exception.Message}");
            return null;
        }
        catch (Exception exception)
        {
            _checks.Fail("error", $"{what} {instance}: {exception}");
            return null;
        }
    }

    private Task PauseAsync() => Task.Delay(_random.Millis(10, 3_000), _process.Clock);

    private sealed record Answered<T>(T Value);
}
