using Sluice.Engine.Activities;
using Sluice.Server.Activities;

namespace Sluice.Simulation.Planted;

/// <summary>Bugs in making attempts.</summary>
/// <param name="runner">The sound runner.</param>
/// <param name="run">Makes an attempt by it, wrongly.</param>
internal sealed class BrokenRunner(IActivityRunner runner, Func<IActivityRunner, ActivityAttempt, Task<ActivityOutcome?>> run) : IActivityRunner
{
    private static readonly Dictionary<string, string> Stamped = new() { ["attempt"] = "another" };

    public bool Saturated => runner.Saturated;

    public Task<ActivityOutcome?> RunAsync(ActivityAttempt attempt) => run(runner, attempt);

    /// <summary>Each attempt has a key of its own.</summary>
    internal static Func<IActivityRunner, ActivityAttempt, Task<ActivityOutcome?>> KeyPerAttempt()
    {
        var attempts = 0;
        return (runner, attempt) => runner.RunAsync(attempt.SentBefore
            ? new ActivityAttempt(attempt.Request, $"{attempt.IdempotencyKey}-{++attempts}", attempt.SentBefore)
            : attempt);
    }

    /// <summary>A repetition carries something that the first attempt did not.</summary>
    internal static Task<ActivityOutcome?> BodyPerAttempt(IActivityRunner runner, ActivityAttempt attempt) => runner.RunAsync(
        attempt is { SentBefore: true, Request: CreateTransaction create }
            ? new ActivityAttempt(create with { Data = create.Data with { Metadata = Stamped } }, attempt.IdempotencyKey, attempt.SentBefore)
            : attempt);

    /// <summary>That a transfer's reference is taken is never understood as its being made already.</summary>
    internal static async Task<ActivityOutcome?> ConflictIsFailure(IActivityRunner runner, ActivityAttempt attempt) =>
        await runner.RunAsync(attempt) is var outcome && (attempt.Request, outcome) is (CreateTransferInitiation, ActivityOutcome.Succeeded { Output: null })
            ? new ActivityOutcome.Failed(new Failure("CONFLICT", "duplicate transfer initiation reference", Retryable: false))
            : outcome;

    /// <summary>What is left open is not voided.</summary>
    internal static Task<ActivityOutcome?> WithoutVoid(IActivityRunner runner, ActivityAttempt attempt) => attempt.Request is VoidHold
        ? Task.FromResult<ActivityOutcome?>(new ActivityOutcome.Failed(new Failure("HOLD_CLOSED", "hold is closed", Retryable: false)))
        : runner.RunAsync(attempt);

    /// <summary>No answer is taken for a refusal.</summary>
    internal static async Task<ActivityOutcome?> NoAnswerIsFailure(IActivityRunner runner, ActivityAttempt attempt) =>
        await runner.RunAsync(attempt) switch
        {
            ActivityOutcome.Failed { Failure: { IsUnanswered: true } failure } => new ActivityOutcome.Failed(failure with { Retryable = false }),
            var outcome => outcome,
        };

    /// <summary>Any answer of 200 is taken for the service's own.</summary>
    internal static async Task<ActivityOutcome?> AnyPageIsSuccess(IActivityRunner runner, ActivityAttempt attempt) =>
        await runner.RunAsync(attempt) switch
        {
            ActivityOutcome.Failed { Failure.Code: "ANSWER_UNREADABLE" } => new ActivityOutcome.Succeeded(null),
            var outcome => outcome,
        };

    /// <summary>A failed attempt is made again at once, under a key that nobody knows of.</summary>
    internal static async Task<ActivityOutcome?> RetriedUnderAnotherKey(IActivityRunner runner, ActivityAttempt attempt)
    {
        var outcome = await runner.RunAsync(attempt);
        return outcome is ActivityOutcome.Failed { Failure.Retryable: true }
            ? await runner.RunAsync(new ActivityAttempt(attempt.Request, attempt.IdempotencyKey + "-0", attempt.SentBefore))
            : outcome;
    }
}
