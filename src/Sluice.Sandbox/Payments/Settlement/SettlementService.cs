using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Commands;
using Sluice.Sandbox.Payments.Storage;

namespace Sluice.Sandbox.Payments.Settlement;

/// <summary>
/// Has the dummy connector settle each transfer when its time comes. The times are in the file, so what was being processed when
/// the sandbox stopped goes on after the next start.
/// </summary>
internal sealed partial class SettlementService(
    PaymentsWriter writer, LedgerReader reader, SettlementSignal signal, TimeProvider clock, ILogger<SettlementService> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Timers cannot wait for months; the next time is looked up again on each wake.
    private static readonly TimeSpan WaitMax = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = clock.CreateTimer(_ => signal.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = await SettleDueAsync();
            timer.Change(WaitUntil(next), Timeout.InfiniteTimeSpan);

            // The time may have come while the timer was being set for what was left of it before.
            if (next is null || next > clock.GetUtcNow())
            {
                await signal.WaitAsync(stoppingToken);
            }
        }
    }

    /// <summary>Settles what is due and says when to look again; <c>null</c> when nothing is being processed.</summary>
    private async Task<DateTimeOffset?> SettleDueAsync()
    {
        try
        {
            while (reader.Read(snapshot => snapshot.NextSettlement()) is { } next)
            {
                if (next > clock.GetUtcNow())
                {
                    return next;
                }

                await writer.RunAsync(new SettleTransfers());
            }

            return null;
        }
        catch (Exception exception)
        {
            // Money that is due must not be forgotten because once the file could not be read or the writer was too busy.
            Log.NotSettled(logger, exception);
            return clock.GetUtcNow() + RetryDelay;
        }
    }

    private TimeSpan WaitUntil(DateTimeOffset? next)
    {
        if (next is not { } time)
        {
            return Timeout.InfiniteTimeSpan;
        }

        // Rounded up, as a timer that fires early would only find that it did.
        var milliseconds = Math.Ceiling((time - clock.GetUtcNow()).TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 1, WaitMax.TotalMilliseconds));
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Warning, "Transfers that are due were not settled and will be tried again")]
        public static partial void NotSettled(ILogger logger, Exception exception);
    }
}
