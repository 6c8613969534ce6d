using Sluice.Engine.Activities;
using Sluice.Engine.Stages;

namespace Sluice.Server.Api.Resources;

/// <summary>A stage's own retry policy, with what its author left out filled in.</summary>
/// <param name="MaxAttempts">How many attempts are made in all, if not without end.</param>
/// <param name="InitialInterval">The wait after the first failure.</param>
/// <param name="MaxInterval">The longest wait.</param>
/// <param name="Multiplier">What each wait is multiplied by.</param>
/// <param name="NonRetryable">Error codes that end an activity at once.</param>
internal sealed record StageRetry(
    int? MaxAttempts, string InitialInterval, string MaxInterval, decimal Multiplier, IReadOnlyList<string>? NonRetryable)
{
    /// <summary>The key of a stage's retry policy.</summary>
    public const string Key = "$retry";

    public static StageRetry? Of(RetryPolicy? policy) => policy is null ? null : new StageRetry(
        policy.MaximumAttempts,
        Duration(policy.InitialInterval),
        Duration(policy.MaximumInterval),
        policy.BackoffCoefficient,
        policy.NonRetryable);

    private static string Duration(TimeSpan span) => new GoDuration(span.Ticks * TimeSpan.NanosecondsPerTick).ToString();
}
