using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Activities;
using Sluice.Engine.Stages;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Instances;

/// <summary>
/// What has happened to an instance. Events carry everything that the histories show. Their names and fields outlive
/// deployments: they are only ever added to.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(StageStarted), "stage-started")]
[JsonDerivedType(typeof(StageRejected), "stage-rejected")]
[JsonDerivedType(typeof(ActivityScheduled), "activity-scheduled")]
[JsonDerivedType(typeof(ActivitySucceeded), "activity-succeeded")]
[JsonDerivedType(typeof(AttemptFailed), "attempt-failed")]
[JsonDerivedType(typeof(AttemptPaused), "attempt-paused")]
[JsonDerivedType(typeof(ActivityFailed), "activity-failed")]
[JsonDerivedType(typeof(ActivityCanceled), "activity-canceled")]
[JsonDerivedType(typeof(TimerStarted), "timer-started")]
[JsonDerivedType(typeof(TimerFired), "timer-fired")]
[JsonDerivedType(typeof(EventPosted), "event-posted")]
[JsonDerivedType(typeof(EventConsumed), "event-consumed")]
[JsonDerivedType(typeof(VariableSet), "variable-set")]
[JsonDerivedType(typeof(StageSucceeded), "stage-succeeded")]
[JsonDerivedType(typeof(StageFailing), "stage-failing")]
[JsonDerivedType(typeof(StageFailed), "stage-failed")]
[JsonDerivedType(typeof(AbortRequested), "abort-requested")]
[JsonDerivedType(typeof(Succeeded), "succeeded")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Canceled), "canceled")]
public abstract record InstanceEvent
{
    private InstanceEvent()
    {
    }

    /// <summary>The instance exists.</summary>
    /// <param name="Workflow">What it runs.</param>
    /// <param name="Variables">Its variables.</param>
    /// <param name="Firing">The trigger that started it, if one did.</param>
    public sealed record Started(WorkflowId Workflow, IReadOnlyDictionary<string, string> Variables, Firing? Firing = null) : InstanceEvent;

    /// <summary>A stage began.</summary>
    /// <param name="Stage">Its index.</param>
    /// <param name="Program">The program that runs it, with its version, such as <c>send/1</c>.</param>
    /// <param name="Input">What it is to do.</param>
    /// <param name="Retry">The retry policy of its activities; unset means the default one.</param>
    public sealed record StageStarted(int Stage, string Program, StageInput Input, RetryPolicy? Retry = null) : InstanceEvent;

    /// <summary>
    /// A stage could not begin: its content does not resolve. The instance fails with it, after <see cref="StageFailing"/> when
    /// holds are open.
    /// </summary>
    /// <param name="Stage">Its index.</param>
    /// <param name="Kind">The stage's key.</param>
    /// <param name="Content">The stage as written.</param>
    /// <param name="Error">Why.</param>
    public sealed record StageRejected(int Stage, string Kind, JsonElement Content, string Error) : InstanceEvent;

    /// <summary>An activity is to be attempted, until it succeeds or fails for good.</summary>
    public sealed record ActivityScheduled(int Stage, int Activity, ActivityRequest Request) : InstanceEvent;

    /// <summary>An activity had its effect.</summary>
    public sealed record ActivitySucceeded(int Stage, int Activity, int Attempt, JsonElement? Output = null) : InstanceEvent;

    /// <summary>An attempt failed and another will follow, unless the instance is aborted meanwhile.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="Activity">The activity's index.</param>
    /// <param name="Attempt">The attempt, counted from 1.</param>
    /// <param name="Failure">How it failed.</param>
    /// <param name="NextAttemptAt">When the next one starts.</param>
    public sealed record AttemptFailed(int Stage, int Activity, int Attempt, Failure Failure, DateTimeOffset NextAttemptAt) : InstanceEvent;

    /// <summary>An attempt counts as none, because its service answers nobody. The same attempt follows later.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="Activity">The activity's index.</param>
    /// <param name="Attempt">The attempt, counted from 1.</param>
    /// <param name="Reason">What is wrong with the service.</param>
    /// <param name="NextAttemptAt">When it is asked again.</param>
    /// <param name="Sent">Whether it was sent all the same and may have had its effect; unset means that it was not.</param>
    public sealed record AttemptPaused(
        int Stage, int Activity, int Attempt, string Reason, DateTimeOffset NextAttemptAt, bool? Sent = null) : InstanceEvent;

    /// <summary>An activity failed for good.</summary>
    public sealed record ActivityFailed(int Stage, int Activity, int Attempt, Failure Failure) : InstanceEvent;

    /// <summary>An activity was given up because the instance was aborted.</summary>
    /// <param name="Stage">The stage.</param>
    /// <param name="Activity">The activity's index.</param>
    /// <param name="LastFailure">How its last attempt failed, or that its outcome is unknown; unset when there was none.</param>
    public sealed record ActivityCanceled(int Stage, int Activity, string? LastFailure = null) : InstanceEvent;

    /// <summary>The stage sleeps.</summary>
    public sealed record TimerStarted(int Stage, DateTimeOffset DueAt) : InstanceEvent;

    /// <summary>The stage's sleep is over.</summary>
    public sealed record TimerFired(int Stage) : InstanceEvent;

    /// <summary>An event entered the mailbox.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Id">What a repetition of it is recognized by; unset when there will be none.</param>
    public sealed record EventPosted(string Name, Guid? Id = null) : InstanceEvent;

    /// <summary>The oldest event of this name left the mailbox and satisfied the stage.</summary>
    public sealed record EventConsumed(int Stage, string Name) : InstanceEvent;

    /// <summary>A stage set a variable of the instance.</summary>
    public sealed record VariableSet(int Stage, string Name, string Value) : InstanceEvent;

    /// <summary>A stage did what it was asked.</summary>
    public sealed record StageSucceeded(int Stage) : InstanceEvent;

    /// <summary>A stage has failed or is canceled, and ends once the holds that the instance left open are voided.</summary>
    public sealed record StageFailing(int Stage, string Error) : InstanceEvent;

    /// <summary>A stage failed or was canceled.</summary>
    public sealed record StageFailed(int Stage, string Error) : InstanceEvent;

    /// <summary>The instance ends as soon as the outcome of the attempt that is out is known.</summary>
    public sealed record AbortRequested : InstanceEvent;

    /// <summary>The instance ended well.</summary>
    public sealed record Succeeded : InstanceEvent;

    /// <summary>The instance ended with an error.</summary>
    public sealed record Failed(string Error) : InstanceEvent;

    /// <summary>The instance was aborted.</summary>
    public sealed record Canceled : InstanceEvent;
}
