using System.Collections.Immutable;
using Sluice.Engine.Activities;
using Sluice.Engine.Stages;

namespace Sluice.Engine.Instances;

/// <summary>The running stage of an instance: its input and the recorded outcomes that its program is resumed with.</summary>
/// <param name="Index">The stage's place in the workflow, from 0.</param>
/// <param name="Program">The program and version that runs it.</param>
/// <param name="Input">What it is to do.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record StageState(int Index, string Program, StageInput Input, DateTimeOffset StartedAt)
{
    /// <summary>The activities scheduled so far, in order.</summary>
    public ImmutableList<ActivityState> Activities { get; init; } = [];

    /// <summary>When the stage's sleep ends, while it sleeps.</summary>
    public DateTimeOffset? TimerDueAt { get; init; }

    /// <summary>Whether the stage has slept.</summary>
    public bool TimerFired { get; init; }

    /// <summary>Whether the stage has got the event it waits for.</summary>
    public bool EventConsumed { get; init; }

    /// <summary>The activity whose outcome is not yet known, if there is one. Only the last can be.</summary>
    public ActivityState? Pending => Activities is [.., { Outcome: null } last] ? last : null;

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
    public string? LastFailure { get; init; }

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
