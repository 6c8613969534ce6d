using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Partitions;

/// <summary>
/// The wakes of the near future, in order. What lies further ahead is on disk alone and read in batches as its time comes near,
/// so sleepers cost no memory. A wake may be held twice or be out of date; waking an instance for nothing does no harm.
/// </summary>
internal sealed class NearWakes(TimeProvider clock)
{
    /// <summary>How far ahead wakes are held.</summary>
    internal static readonly TimeSpan Horizon = TimeSpan.FromMinutes(1);

    /// <summary>Most wakes held; past it the far end is left on disk.</summary>
    internal const int HeldMax = 10_000;

    /// <summary>Most wakes read at a time.</summary>
    internal const int BatchMax = 1_000;

    private static readonly InstanceId LastId = new(Guid.AllBitsSet);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    /// <summary>The pause when something is due already but the runner has no room for it.</summary>
    internal static readonly TimeSpan WhenHeldBack = TimeSpan.FromMilliseconds(50);

    private readonly PriorityQueue<InstanceId, DateTimeOffset> _wakes = new();
    private Wake? _readUpTo;
    private DateTimeOffset _readingUntil;
    private Wake? _cutMeanwhile;
    private bool _moreOnDisk = true;
    private DateTimeOffset _sleepsUntil;
    private TaskCompletionSource _alarm = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where the next batch begins: after this wake.</summary>
    internal Wake? ReadUpTo => _readUpTo;

    /// <summary>When the next batch should be read.</summary>
    internal DateTimeOffset NextReadAt =>
        !_moreOnDisk ? _readUpTo!.Value.At - (Horizon / 2)
        : _wakes.Count < BatchMax / 2 ? DateTimeOffset.MinValue
        : DateTimeOffset.MaxValue;

    /// <summary>
    /// A batch is about to be read. What is recorded until it is taken in may lie in its stretch without being in it, so it is held
    /// as if the stretch had been read already.
    /// </summary>
    /// <param name="until">The time up to which is read.</param>
    internal void BeginRead(DateTimeOffset until) => (_readingUntil, _cutMeanwhile) = (until, null);

    /// <summary>Takes in the batch that was read.</summary>
    /// <param name="batch">The wakes after <see cref="ReadUpTo"/>, in order.</param>
    /// <param name="until">The time up to which was read.</param>
    internal void Add(IReadOnlyList<Wake> batch, DateTimeOffset until)
    {
        foreach (var wake in batch)
        {
            _wakes.Enqueue(wake.Instance, wake.At);
        }

        _moreOnDisk = batch.Count == BatchMax;
        _readUpTo = _moreOnDisk ? batch[^1] : new Wake(until, LastId);
        if (_cutMeanwhile is { } cut && cut.At < _readUpTo.Value.At)
        {
            Cut(cut);
        }

        _readingUntil = default;
    }

    /// <summary>Takes in a wake that was just recorded, if it lies in the stretch that has been read already.</summary>
    internal void Add(InstanceId instance, DateTimeOffset at)
    {
        var read = _readUpTo?.At ?? DateTimeOffset.MinValue;
        if (at > read && at > _readingUntil)
        {
            return;
        }

        if (_wakes.Count < HeldMax)
        {
            Hold(instance, at);
            return;
        }

        var cut = new Wake(at - Tick, LastId);
        if (cut.At < read)
        {
            Cut(cut);
        }

        if (cut.At < _readingUntil && (_cutMeanwhile is not { } earlier || cut.At < earlier.At))
        {
            _cutMeanwhile = cut;
        }
    }

    /// <summary>Takes in an instance of which it is unknown what is recorded, so that it is read again soon.</summary>
    internal void Recheck(InstanceId instance, DateTimeOffset at) => Hold(instance, at);

    /// <summary>Takes out a wake that is due.</summary>
    internal bool TryTake(DateTimeOffset now, out InstanceId instance)
    {
        if (_wakes.TryPeek(out instance, out var at) && at <= now)
        {
            _wakes.Dequeue();
            InstanceMetrics.OnWake(now - at);
            return true;
        }

        return false;
    }

    /// <summary>Sleeps until the next wake, the next reading, or until a wake comes in that is earlier than both.</summary>
    /// <param name="atMost">When to wake up in any case.</param>
    /// <param name="cancellationToken">Ends the sleep.</param>
    internal async Task SleepAsync(DateTimeOffset atMost, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var next = atMost < NextReadAt ? atMost : NextReadAt;
        next = _wakes.TryPeek(out _, out var first) && first < next ? first : next;
        var pause = next > now ? next - now : WhenHeldBack;
        _sleepsUntil = now + pause;
        var alarm = _alarm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var timer = clock.CreateTimer(Ring, alarm, pause, Timeout.InfiniteTimeSpan);
        using var closing = cancellationToken.UnsafeRegister(Ring, alarm);
        await alarm.Task;
        _sleepsUntil = default;
    }

    private void Cut(Wake at)
    {
        _readUpTo = at;
        _moreOnDisk = true;
    }

    private static void Ring(object? alarm) => ((TaskCompletionSource)alarm!).TrySetResult();

    private void Hold(InstanceId instance, DateTimeOffset at)
    {
        _wakes.Enqueue(instance, at);
        if (at < _sleepsUntil)
        {
            _alarm.TrySetResult();
        }
    }
}
