using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Server.Journal;

namespace Sluice.Server.Partitions;

/// <summary>
/// Keeps every partition awake, and where it belongs: each is pinged when the node has started, then again and again, and at once
/// when a node has come or gone, so that one that nobody calls still fires its timers, wherever it is.
/// </summary>
internal sealed partial class PartitionKeeper(
    PartitionRouter router,
    IJournal journal,
    IClusterMembershipService membership,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<PartitionKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    /// <summary>The pause after a ping that failed, or met an owner who lets go.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(250);

    /// <summary>After so long somebody should look; a takeover does not take longer.</summary>
    private static readonly TimeSpan AsleepMentioned = TimeSpan.FromSeconds(15);

    private readonly Task[] _pings = [.. Enumerable.Repeat(Task.CompletedTask, journal.PartitionCount)];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Recovery calls the stack, and the stack may be this very process: first the door opens, then the work resumes.
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        await using var changes = membership.MembershipUpdates.GetAsyncEnumerator(stoppingToken);
        var change = changes.MoveNextAsync().AsTask();
        while (true)
        {
            for (var number = 0; number < _pings.Length; number++)
            {
                // One whose node hangs is waited for; it does not hold up the others.
                if (_pings[number].IsCompleted)
                {
                    _pings[number] = PingAsync(number, stoppingToken);
                }
            }

            await Task.WhenAny(change, Task.Delay(PingInterval, clock, stoppingToken));
            stoppingToken.ThrowIfCancellationRequested();
            if (change.IsCompleted)
            {
                change = changes.MoveNextAsync().AsTask();
            }
        }
    }

    private async Task PingAsync(int partition, CancellationToken stoppingToken)
    {
        var failing = clock.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await router.Partition(partition).PingAsync())
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The loop's edge: whatever kept it from waking, it is tried again.
                if (clock.GetElapsedTime(failing) > AsleepMentioned)
                {
                    LogAsleep(exception, partition);
                    failing = clock.GetTimestamp();
                }
            }

            await Task.Delay(RetryPause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Warning, Message = "Partition {Partition} could not be woken and is tried again")]
    private partial void LogAsleep(Exception exception, int partition);
}
