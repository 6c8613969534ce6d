using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Server.Journal;

namespace Sluice.Server.Partitions;

/// <summary>
/// Keeps every partition awake: each is pinged when the node has started and then again and again, so that one that nobody
/// calls still fires its timers, wherever it is.
/// </summary>
public sealed partial class PartitionKeeper(
    PartitionRouter router, IJournal journal, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<PartitionKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Recovery calls the stack, and the stack may be this very process: first the door opens, then the work resumes.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        using var timer = new PeriodicTimer(PingInterval, clock);
        do
        {
            await Task.WhenAll(Enumerable.Range(0, journal.PartitionCount).Select(PingAsync));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task PingAsync(int partition)
    {
        try
        {
            await router.Partition(partition).PingAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The loop's edge: whatever kept one partition from waking must not keep the others from it; the next tick tries again.
            LogAsleep(exception, partition);
        }
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "Partition {Partition} could not be woken and is tried again")]
    private partial void LogAsleep(Exception exception, int partition);
}
