namespace Sluice.Simulation.Kernel;

/// <summary>The kernel's time as a process sees it. Its timers die with the process.</summary>
internal sealed class SimulatedClock(Kernel kernel, SimulatedProcess process) : TimeProvider
{
    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => kernel.Now;

    /// <inheritdoc />
    public override long GetTimestamp() => kernel.Now.Ticks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(kernel, process, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(Kernel kernel, SimulatedProcess process, TimerCallback callback, object? state) : ITimer
    {
        private Happening? _next;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
            {
                throw new NotSupportedException("nothing here ticks");
            }

            _next?.Cancel();
            _next = dueTime == Timeout.InfiniteTimeSpan ? null : kernel.After(dueTime, Fire, process);
            return true;
        }

        public void Dispose() => _next?.Cancel();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Fire() => callback(state);
    }
}
