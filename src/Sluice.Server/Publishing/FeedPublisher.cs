using System.Threading.Channels;

namespace Sluice.Server.Publishing;

/// <summary>
/// Tells one log to the bus: reads on from the durable cursor, publishes one message after another, and moves the cursor once the
/// bus has acknowledged. Dying in between means telling some of it again, never leaving any out.
/// </summary>
internal sealed class FeedPublisher : IAsyncDisposable
{
    /// <summary>How many entries are read at a time; the cursor is written once for all of them.</summary>
    private const int EntriesAtOnce = 64;

    private readonly IPublishFeed _feed;
    private readonly IPublishStore _store;
    private readonly IEventTransport _transport;
    private readonly PublishingState _state;
    private readonly TimeProvider _clock;
    private readonly TaskScheduler _scheduler;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<bool> _more = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private Task _running = Task.CompletedTask;
    private long _cursor;

    /// <summary>The entry that the bus has acknowledged a part of, and how many of its messages.</summary>
    private (long Position, int Messages) _begun;
    private int _failures;

    /// <param name="feed">The log.</param>
    /// <param name="store">Where the cursor is.</param>
    /// <param name="transport">The way to the bus.</param>
    /// <param name="state">Hears how it goes.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="scheduler">What it runs on; null for the thread pool.</param>
    public FeedPublisher(
        IPublishFeed feed,
        IPublishStore store,
        IEventTransport transport,
        PublishingState state,
        TimeProvider clock,
        TaskScheduler? scheduler = null) =>
        (_feed, _store, _transport, _state, _clock, _scheduler) = (feed, store, transport, state, clock, scheduler ?? TaskScheduler.Default);

    /// <summary>Finds the cursor and goes on from it in the background. Whatever is appended from now on is told.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _cursor = await _store.OpenCursorAsync(_feed.Partition, cancellationToken);

        // Not on the caller's scheduler: a partition has better to do than to wait for a bus.
        _running = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, _scheduler).Unwrap();
    }

    /// <summary>Says that the log may have grown. Never waits.</summary>
    public void Signal() => _more.Writer.TryWrite(true);

    /// <summary>Stops after the message that is out, if that is quick, and keeps the cursor.</summary>
    public async ValueTask DisposeAsync()
    {
        _closing.Cancel();
        await _running;
        _state.OnClosed(_failures > 0);
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                if (!await PublishAsync())
                {
                    await WaitForMoreAsync();
                }
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // The loop's edge: whatever is wrong with the bus or the store, the log waits and nobody else does.
                PublishingMetrics.OnFailed();
                _state.OnFailed(exception, first: _failures++ == 0);
                await Task.Delay(Backoff.After(_failures), _clock, _closing.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    /// <returns>False when there was nothing to tell.</returns>
    private async Task<bool> PublishAsync()
    {
        var entries = await _feed.ReadAsync(_cursor, EntriesAtOnce, _closing.Token);
        var reached = _cursor;
        try
        {
            foreach (var entry in entries)
            {
                await PublishAsync(entry);
                reached = entry.Position;
            }
        }
        finally
        {
            // Also when the bus stopped in the middle: what it has acknowledged need not be told again.
            if (reached > _cursor)
            {
                await _store.AdvanceCursorAsync(_feed.Partition, reached, CancellationToken.None);
                _cursor = reached;
            }
        }

        return entries.Count > 0;
    }

    private async Task PublishAsync(FeedEntry entry)
    {
        for (var n = _begun.Position == entry.Position ? _begun.Messages : 0; n < entry.Messages.Count; n++)
        {
            await _transport.PublishAsync(entry.Messages[n], _closing.Token);
            PublishingMetrics.OnPublished();
            _begun = (entry.Position, n + 1);
            Recovered();
        }
    }

    private async Task WaitForMoreAsync()
    {
        // When the store was what failed: it has answered.
        Recovered();
        using var limit = new CancellationTokenSource(_feed.PollInterval, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _closing.Token);
        try
        {
            await _more.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            // Time to look again.
        }
    }

    private void Recovered()
    {
        if (_failures > 0)
        {
            _state.OnRecovered();
            _failures = 0;
        }
    }

    private static class Backoff
    {
        private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

        /// <summary>A quarter of a second after the first failure, twice as long after each further one, at most ten seconds.</summary>
        public static TimeSpan After(int failures) =>
            TimeSpan.FromMilliseconds(Math.Min(Longest.TotalMilliseconds, 250 * Math.Pow(2, Math.Min(failures, 30) - 1)));
    }
}
