using System.Diagnostics.CodeAnalysis;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Events;

/// <summary>
/// Gives stored events to their consumer, each until it is taken. They are given in stretches, several at a time, so that what they
/// cause can share commits. A stretch is deleted when all of it is taken: after a crash it is given once more.
/// </summary>
internal sealed partial class EventPump(
    LedgerWriter writer,
    LedgerReader reader,
    EventSignal signal,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<EventPump> logger,
    ISandboxEventConsumer? consumer = null)
    : BackgroundService
{
    /// <summary>How many events are read, and deleted, at a time.</summary>
    private const int StretchMax = 256;

    /// <summary>How many of them the consumer has in hand at a time.</summary>
    private const int InHandMax = 64;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (consumer is null || !await StartedAsync(stoppingToken))
        {
            return;
        }

        while (true)
        {
            var waiting = await UntilItSucceedsAsync(() => Task.FromResult(reader.Read(snapshot => EventTable.Read(snapshot, StretchMax))), stoppingToken);
            await Parallel.ForEachAsync(
                waiting,
                new ParallelOptions { CancellationToken = stoppingToken, MaxDegreeOfParallelism = InHandMax },
                async (next, cancellationToken) =>
                    await UntilItSucceedsAsync(() => ConsumeAsync(consumer, next.Event, cancellationToken), cancellationToken));

            if (waiting is [.., var last])
            {
                await UntilItSucceedsAsync(() => writer.RunAsync(new ForgetEvents(last.Id)), stoppingToken);
            }
            else
            {
                await signal.WaitAsync(stoppingToken);
            }
        }
    }

    private static async Task<bool> ConsumeAsync(ISandboxEventConsumer consumer, SandboxEvent next, CancellationToken cancellationToken)
    {
        await consumer.ConsumeAsync(next, cancellationToken);
        return true;
    }

    /// <summary>The consumer may need the whole application, so nothing is given to it before that has started.</summary>
    private async Task<bool> StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stoppingToken.IsCancellationRequested;
    }

    [SuppressMessage("Design", "CA1031", Justification = "The loop's edge: an event that was not taken is given again, whatever failed.")]
    private async Task<T> UntilItSucceedsAsync<T>(Func<Task<T>> step, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                return await step();
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotTaken(logger, exception);
            }

            await Task.Delay(RetryPause, clock, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Warning, "Events wait because one was not taken; it is given again")]
        public static partial void NotTaken(ILogger logger, Exception exception);
    }
}
