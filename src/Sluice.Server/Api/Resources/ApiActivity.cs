using Sluice.Engine.Instances;

namespace Sluice.Server.Api.Resources;

/// <summary>An activity in the history of a stage.</summary>
/// <typeparam name="TTransaction">How this version of the API shows a transaction: by itself, or in a list of one.</typeparam>
/// <param name="Name">Which activity.</param>
/// <param name="Input">What every attempt sends, below the activity's name.</param>
/// <param name="Output">What the service answered, below the activity's name, if it answers anything.</param>
/// <param name="Error">The error it failed with for good.</param>
/// <param name="Terminated">Whether it has ended.</param>
/// <param name="StartedAt">When it was scheduled.</param>
/// <param name="TerminatedAt">When it ended.</param>
/// <param name="Attempt">The attempt that is out or due, or the last one made, counted from 1.</param>
/// <param name="LastFailure">How the last failed attempt failed.</param>
/// <param name="NextExecution">When the next attempt starts.</param>
internal sealed record ApiActivity<TTransaction>(
    string Name,
    ActivityInput Input,
    ActivityOutput<TTransaction>? Output,
    string? Error,
    bool Terminated,
    DateTimeOffset StartedAt,
    DateTimeOffset? TerminatedAt,
    int Attempt,
    string? LastFailure,
    DateTimeOffset? NextExecution)
    where TTransaction : notnull
{
    /// <param name="activity">The activity.</param>
    /// <param name="show">Makes this version's form of a transaction.</param>
    public static ApiActivity<TTransaction> Of(ActivityHistory activity, Func<ApiTransaction, TTransaction> show) => new(
        activity.Request.ActivityName,
        ActivityInput.Of(activity.Request),
        activity.Output is { } output ? ActivityOutput<TTransaction>.Of(activity.Request, output, show) : null,
        activity.Error,
        activity.TerminatedAt is not null,
        activity.StartedAt,
        activity.TerminatedAt,
        activity.Attempt,
        activity.LastFailure,
        activity.NextAttemptAt);
}
