using System.Collections.Immutable;
using Sluice.Engine.Activities;
using Sluice.Engine.Stages;

namespace Sluice.Engine.Instances;

/// <summary>The running stage of an instance: its input and the recorded outcomes that its program is resumed with.</summary>
/// <param name="Index">The stage's place in the workflow, from 0.</param>
/// <param name="Program">The program and version that runs it; empty for a stage that could not begin.</param>
/// <param name="Input">What it is to do; unset for a stage that could not begin.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record StageState(int Index, string Program, StageInput? Input, DateTimeOffset StartedAt)
{
    /// <summary>The retry policy of its activities; unset means the default one.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>The activities scheduled so far, in order.</summary>
    public ImmutableList<ActivityState> Activities { get; init; } = [];

    /// <summary>When the stage's sleep or its wait for an event ends, while there is one that ends.</summary>
    public DateTimeOffset? TimerDueAt { get; init; }

    /// <summary>Whether that time has come.</summary>
    public bool TimerFired { get; init; }

    /// <summary>Whether the stage has got the event it waits for.</summary>
    public bool EventConsumed { get; init; }

    /// <summary>The error it ends with, once that is certain and only open holds are still to be voided.</summary>
    public string? FailingWith { get; init; }

    /// <summary>The activity whose outcome is not yet known, if there is one. Only the last can be.</summary>
    public ActivityState? Pending => Activities is [.., { Outcome: null } last] ? last : null;

    /// <summary>The policy that decides on further attempts. Voiding what is left open is never given up early.</summary>
    internal RetryPolicy RetryPolicy => FailingWith is null && Retry is { } given ? given : RetryPolicy.Default;

    /// <summary>
    /// Whether money may be set aside that nobody would know of if the pending activity were given up now: the hold's id is in
    /// the answer that is still to come.
    /// </summary>
    /// <param name="now">The time of the turn.</param>
    internal bool MayOpenHold(DateTimeOffset now) =>
        Pending is { } pending && OpensHold(pending)
        && !(pending.LastFailure is { LeavesEffectOpen: false } && pending.NextAttemptAt > now);

    /// <summary>Whether an activity opens a hold that is to be voided when the instance does not succeed.</summary>
    internal bool OpensHold(ActivityState activity) =>
        activity.Request is DebitWallet { Data.Pending: true } && Input is not HoldInput { Keep: true };

    internal StageState Schedule(ActivityRequest request, DateTimeOffset at) =>
        this with { Activities = Activities.Add(new ActivityState(Activities.Count, request, at)) };
}

/// <summary>An activity of the running stage.</summary>
/// <param name="Index">Its place in the stage, from 0.</param>
/// <param name="Request">What every attempt sends.</param>
/// <param name="ScheduledAt">When it was scheduled.</param>
public sealed record ActivityState(int Index, ActivityRequest Request, DateTimeOffset ScheduledAt)
{
    /// <summary>How many attempts have failed.</summary>
    public int Failures { get; init; }

    /// <summary>The attempt that is out or due, counted from 1.</summary>
    public int Attempt => Failures + 1;

    /// <summary>How the last failed attempt failed.</summary>
    public Failure? LastFailure { get; init; }

    /// <summary>How many of the failed attempts the service did not answer.</summary>
    public int Unanswered { get; init; }

    /// <summary>How often in a row the attempt was put off because the service answers nobody.</summary>
    public int Pauses { get; init; }

    /// <summary>When the next attempt starts; unset before the first failure.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>How the activity ended; unset while it is pending.</summary>
    public ActivityOutcome? Outcome { get; init; }

    /// <summary>
    /// What the receiver recognizes a repeated attempt by: the same for every attempt, owner, process and program version.
    /// </summary>
    /// <param name="instance">The instance.</param>
    /// <param name="stage">The stage's index.</param>
    public string IdempotencyKey(InstanceId instance, int stage) => $"{instance}-{stage}-{Index}";
}
