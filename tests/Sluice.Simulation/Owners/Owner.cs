using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Server.Activities;
using Sluice.Server.Partitions;
using Sluice.Server.Publishing;
using Sluice.Simulation.Kernel;

namespace Sluice.Simulation.Owners;

/// <summary>
/// A process that owns a partition, or believes to: the real partition, the real runner of attempts and the real publisher over
/// simulated surroundings. It does what the grain does around them.
/// </summary>
internal sealed class Owner : IDisposable
{
    private static readonly TimeSpan ClosingMax = TimeSpan.FromSeconds(5);

    private readonly Kernel.Kernel _kernel;
    private readonly SeededRandom _random;
    private readonly Action<Owner> _lost;
    private readonly List<TaskCompletionSource> _callers = [];
    private readonly FeedPublisher _publisher;
    private readonly Partition _partition;

    internal Owner(OwnerParts parts, Action<Owner> lost)
    {
        (_kernel, _random, _lost) = (parts.Kernel, parts.Random, lost);
        Number = parts.Partition;
        Process = parts.Process;
        _publisher = new FeedPublisher(
            parts.Feed, parts.Publishing, parts.Transport, new PublishingState(NullLogger<PublishingState>.Instance), parts.Clock, Process.Scheduler);
        _partition = new Partition(
            parts.Partition, parts.Journal, parts.Workflows, parts.Runner, parts.Clock, NullLogger.Instance, OnLost, _publisher.Signal);
    }

    internal int Number { get; }

    internal SimulatedProcess Process { get; }

    /// <summary>Whether it has recovered the partition and not let go of it.</summary>
    internal bool IsOpen { get; private set; }

    internal Task OpenAsync() => Process.Run(async () =>
    {
        await _publisher.OpenAsync(CancellationToken.None);
        await _partition.OpenAsync(CancellationToken.None);
        IsOpen = true;
    });

    /// <summary>Lets go of the partition in good order, then ends the process.</summary>
    internal Task CloseAsync() => Process.Run(async () =>
    {
        IsOpen = false;
        using var limit = new CancellationTokenSource(ClosingMax, Process.Clock);
        await _partition.CloseAsync(limit.Token);
        await _publisher.DisposeAsync();
        Dispose();
        Kill();
    });

    /// <summary>What is left to do after closing. A process that is killed does not get to it.</summary>
    public void Dispose() => _partition.Dispose();

    internal void Kill()
    {
        IsOpen = false;
        Process.Kill();
        foreach (var caller in _callers)
        {
            _kernel.After(_random.Millis(1, 100), () => caller.TrySetResult());
        }

        _callers.Clear();
    }

    /// <summary>Calls the partition as from another process.</summary>
    /// <exception cref="OwnerGoneException">The process died before it answered.</exception>
    internal async Task<T> CallAsync<T>(Func<Partition, Task<T>> call)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (answer, error) = (default(T), (Exception?)new OwnerGoneException());
        if (Process.Alive)
        {
            _callers.Add(ended);
            _kernel.After(_random.Micros(10, 2_000), () => _ = Process.Run(AnswerAsync), Process);
        }
        else
        {
            _kernel.After(_random.Micros(10, 2_000), ended.SetResult);
        }

        await ended.Task;
        return error is null ? answer! : throw error;

        async Task AnswerAsync()
        {
            try
            {
                (answer, error) = (await call(_partition), null);
            }
            catch (Exception exception)
            {
                error = exception;
            }

            _callers.Remove(ended);
            _kernel.After(_random.Micros(10, 2_000), () => ended.TrySetResult());
        }
    }

    private void OnLost()
    {
        IsOpen = false;
        _kernel.Note(Process.Name, "has lost its partition");
        _lost(this);
    }
}

/// <summary>The process that was called is gone, and nobody knows whether it did what it was asked.</summary>
internal sealed class OwnerGoneException() : Exception("the owner died before it answered");

/// <summary>What an owner is made of.</summary>
internal sealed record OwnerParts(
    Kernel.Kernel Kernel,
    SeededRandom Random,
    int Partition,
    SimulatedProcess Process,
    TimeProvider Clock,
    Server.Journal.IJournal Journal,
    Server.Workflows.IWorkflowStore Workflows,
    IActivityRunner Runner,
    IPublishStore Publishing,
    IPublishFeed Feed,
    IEventTransport Transport);
