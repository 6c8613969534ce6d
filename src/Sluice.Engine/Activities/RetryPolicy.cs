namespace Sluice.Engine.Activities;

/// <summary>When to try again after a failed attempt: exponential waits between two bounds, without end.</summary>
/// <param name="InitialInterval">The wait after the first failure.</param>
/// <param name="MaximumInterval">The longest wait.</param>
/// <param name="BackoffCoefficient">What each wait is multiplied by.</param>
public sealed record RetryPolicy(TimeSpan InitialInterval, TimeSpan MaximumInterval, int BackoffCoefficient)
{
    /// <summary>Waits of 1, 2, 4, … 64, 100, 100, … seconds.</summary>
    public static RetryPolicy Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100), 2);

    /// <summary>The longest <c>Retry-After</c> that is honoured; a service cannot park an instance for longer.</summary>
    public static TimeSpan RetryAfterMax { get; } = TimeSpan.FromHours(1);

    /// <summary>The wait before the attempt that follows a failed one.</summary>
    /// <param name="attempt">The attempt that failed, counted from 1.</param>
    /// <param name="failure">How it failed.</param>
    public TimeSpan WaitAfter(int attempt, Failure failure)
    {
        var wait = InitialInterval;
        for (var i = 1; i < attempt && wait < MaximumInterval; i++)
        {
            wait *= BackoffCoefficient;
        }

        wait = Shorter(wait, MaximumInterval);
        var asked = Shorter(failure.RetryAfter ?? TimeSpan.Zero, RetryAfterMax);
        return asked > wait ? asked : wait;
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
