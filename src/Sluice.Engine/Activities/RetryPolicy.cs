namespace Sluice.Engine.Activities;

/// <summary>When to try again after a failed attempt: exponential waits between two bounds.</summary>
/// <param name="InitialInterval">The wait after the first failure.</param>
/// <param name="MaximumInterval">The longest wait.</param>
/// <param name="BackoffCoefficient">What each wait is multiplied by; at least 1.</param>
/// <param name="MaximumAttempts">
/// How many attempts the service may answer before the last of them counts; unset means without end. Attempts that it did not
/// answer do not count.
/// </param>
/// <param name="NonRetryable">Error codes that end the activity at once; unset means none beyond those that always do.</param>
public sealed record RetryPolicy(
    TimeSpan InitialInterval,
    TimeSpan MaximumInterval,
    decimal BackoffCoefficient,
    int? MaximumAttempts = null,
    IReadOnlyList<string>? NonRetryable = null)
{
    /// <summary>Waits of 1, 2, 4, … 64, 100, 100, … seconds, without end.</summary>
    public static RetryPolicy Default { get; } = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(100), 2);

    /// <summary>The longest <c>Retry-After</c> that is honoured; a service cannot park an instance for longer.</summary>
    public static TimeSpan RetryAfterMax { get; } = TimeSpan.FromHours(1);

    /// <summary>The longest pause while a service answers nobody: short, so that the instances go on soon after it is back.</summary>
    public static TimeSpan PauseMax { get; } = TimeSpan.FromSeconds(30);

    // With a coefficient next to 1 the wait would grow for more rounds than are worth counting through.
    private const int RoundsMax = 1_000;

    /// <summary>Whether another attempt follows a failed one.</summary>
    /// <param name="answered">How many attempts the service has answered, the failed one included if it was.</param>
    /// <param name="failure">How it failed.</param>
    public bool Allows(int answered, Failure failure) =>
        failure.Retryable
        && (failure.IsUnanswered || answered < (MaximumAttempts ?? int.MaxValue))
        && NonRetryable?.Contains(failure.Code, StringComparer.Ordinal) != true;

    /// <summary>The wait before the attempt that follows a failed one.</summary>
    /// <param name="attempt">The attempt that failed, counted from 1.</param>
    /// <param name="failure">How it failed.</param>
    public TimeSpan WaitAfter(int attempt, Failure failure)
    {
        var wait = Backoff(InitialInterval, MaximumInterval, BackoffCoefficient, attempt);
        var asked = Shorter(failure.RetryAfter ?? TimeSpan.Zero, RetryAfterMax);
        return asked > wait ? asked : wait;
    }

    /// <summary>The wait before a service that answered nobody is asked again: 1, 2, 4, … seconds up to <see cref="PauseMax"/>.</summary>
    /// <param name="pauses">How many pauses the activity has made in a row, this one included.</param>
    public static TimeSpan Pause(int pauses) => Backoff(Default.InitialInterval, PauseMax, Default.BackoffCoefficient, pauses);

    private static TimeSpan Backoff(TimeSpan first, TimeSpan longest, decimal coefficient, int round)
    {
        decimal wait = first.Ticks;
        for (var i = 1; i < round && i < RoundsMax && wait < longest.Ticks; i++)
        {
            wait *= coefficient;
        }

        return TimeSpan.FromTicks((long)decimal.Min(wait, longest.Ticks));
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
