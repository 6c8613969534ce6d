using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Engine.Activities;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Instances;

/// <summary>
/// What deciding the next turn of an instance needs, and no more: of past stages nothing is kept. One set of <c>Apply</c>
/// methods stands behind live turns and replay, so the two cannot differ.
/// </summary>
public sealed record InstanceState
{
    private const string CanceledCode = "CANCELED";

    private InstanceState(InstanceId id, WorkflowDefinition definition)
    {
        Id = id;
        Definition = definition;
    }

    /// <summary>The instance.</summary>
    public InstanceId Id { get; }

    /// <summary>The definition it runs; definitions never change, so this is the one it started with.</summary>
    public WorkflowDefinition Definition { get; }

    /// <summary>The workflow it runs.</summary>
    public WorkflowId Workflow { get; private init; }

    /// <summary>Its variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; private init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How many turns it has had; the next record's sequence is one more.</summary>
    public long Sequence { get; private init; }

    /// <summary>Where it stands; <see cref="InstanceStatus.None"/> before its start.</summary>
    public InstanceStatus Status { get; private init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When its last turn was.</summary>
    public DateTimeOffset UpdatedAt { get; private init; }

    /// <summary>When it ended, if it has.</summary>
    public DateTimeOffset? TerminatedAt { get; private init; }

    /// <summary>The error it ended with, if it did.</summary>
    public string? Error { get; private init; }

    /// <summary>The index of the stage to start next.</summary>
    public int NextStage { get; private init; }

    /// <summary>The stage that runs, if one does.</summary>
    public StageState? Stage { get; private init; }

    /// <summary>The posted events not yet consumed, oldest first.</summary>
    public ImmutableList<string> Mailbox { get; private init; } = [];

    /// <summary>The ids of the last events that were posted, oldest first, at most <see cref="Limits.RememberedEventsMax"/>.</summary>
    public ImmutableList<Guid> RememberedEvents { get; private init; } = [];

    /// <summary>The holds that are voided if the instance does not succeed, oldest first.</summary>
    public ImmutableList<OpenHold> OpenHolds { get; private init; } = [];

    /// <summary>Whether it has ended.</summary>
    public bool Terminated => TerminatedAt is not null;

    /// <summary>
    /// When its owner must look at it next: a timer's due time or a next attempt's; the time of scheduling while an attempt is
    /// due or out, which lies in the past and so is found at once after a takeover; unset while it waits for an event or has ended.
    /// </summary>
    public DateTimeOffset? WakeAt =>
        Terminated || Stage is null ? null
        : Stage.Pending is { } activity ? activity.NextAttemptAt ?? activity.ScheduledAt
        : Stage.TimerDueAt;

    /// <summary>The state of an instance that has not started.</summary>
    public static InstanceState Blank(InstanceId id, WorkflowDefinition definition) => new(id, definition);

    /// <summary>Folds one recorded turn into the state.</summary>
    /// <param name="sequence">The record's place in the instance.</param>
    /// <param name="events">What happened in the turn.</param>
    /// <param name="at">When.</param>
    /// <exception cref="JournalDamagedException">The record is not the one that must follow.</exception>
    public InstanceState Replay(long sequence, IReadOnlyList<InstanceEvent> events, DateTimeOffset at)
    {
        if (sequence != Sequence + 1)
        {
            throw new JournalDamagedException(Id, Sequence + 1, $"found record {sequence} where record {Sequence + 1} must be");
        }

        var state = this;
        foreach (var @event in events)
        {
            state = state.Apply(@event, at);
        }

        return state.EndTurn(at);
    }

    internal InstanceState EndTurn(DateTimeOffset at) => this with { Sequence = Sequence + 1, UpdatedAt = at };

    internal InstanceState Apply(InstanceEvent @event, DateTimeOffset at) => @event switch
    {
        InstanceEvent.Started e =>
            this with { Workflow = e.Workflow, Variables = e.Variables, Status = InstanceStatus.Running, CreatedAt = at },
        InstanceEvent.StageStarted e =>
            this with { NextStage = e.Stage + 1, Stage = new StageState(e.Stage, e.Program, e.Input, at) { Retry = e.Retry } },
        InstanceEvent.StageRejected e => this with { NextStage = e.Stage + 1, Stage = null },
        InstanceEvent.ActivityScheduled e => WithStage(stage => stage.Schedule(e.Request, at)),
        InstanceEvent.ActivitySucceeded e => WithOutcome(e.Activity, new ActivityOutcome.Succeeded(e.Output)),
        InstanceEvent.AttemptFailed e => WithActivity(
            e.Activity,
            activity => activity with
            {
                Failures = e.Attempt,
                Unanswered = activity.Unanswered + (e.Failure.IsUnanswered ? 1 : 0),
                LastFailure = e.Failure,
                Pauses = 0,
                NextAttemptAt = e.NextAttemptAt,
            }),
        InstanceEvent.AttemptPaused e => WithActivity(
            e.Activity,
            activity => activity with
            {
                Pauses = activity.Pauses + 1,
                NextAttemptAt = e.NextAttemptAt,
                // What an earlier refusal said about the effect no longer holds once the attempt has been sent again.
                LastFailure = e.Sent == true ? null : activity.LastFailure,
            }),
        InstanceEvent.ActivityFailed e => WithOutcome(e.Activity, new ActivityOutcome.Failed(e.Failure)),
        InstanceEvent.ActivityCanceled e => WithOutcome(
            e.Activity, new ActivityOutcome.Failed(new Failure(CanceledCode, e.LastFailure ?? InstanceDecider.CanceledError, Retryable: false))),
        InstanceEvent.TimerStarted e => WithStage(stage => stage with { TimerDueAt = e.DueAt }),
        InstanceEvent.TimerFired => WithStage(stage => stage with { TimerDueAt = null, TimerFired = true }),
        InstanceEvent.EventPosted e => this with { Mailbox = Mailbox.Add(e.Name), RememberedEvents = Remembering(e.Id) },
        InstanceEvent.EventConsumed e =>
            WithStage(stage => stage with { EventConsumed = true }) with { Mailbox = Mailbox.Remove(e.Name, StringComparer.Ordinal) },
        InstanceEvent.VariableSet e => this with
        {
            Variables = new Dictionary<string, string>(Variables, StringComparer.Ordinal) { [e.Name] = e.Value },
        },
        InstanceEvent.StageFailing e => this with
        {
            Stage = (Stage ?? new StageState(e.Stage, "", null, at)) with { FailingWith = e.Error, TimerDueAt = null },
        },
        InstanceEvent.StageSucceeded or InstanceEvent.StageFailed => this with { Stage = null },
        InstanceEvent.AbortRequested => this with { Status = InstanceStatus.Aborting },
        InstanceEvent.Succeeded => End(InstanceStatus.Succeeded, null, at),
        InstanceEvent.Failed e => End(InstanceStatus.Failed, e.Error, at),
        InstanceEvent.Canceled => End(InstanceStatus.Canceled, InstanceDecider.CanceledError, at),
        _ => throw new UnreachableException($"no rule applies {@event.GetType().Name}"),
    };

    private InstanceState End(InstanceStatus status, string? error, DateTimeOffset at) =>
        this with { Status = status, Error = error, TerminatedAt = at, Stage = null, Mailbox = [], OpenHolds = [] };

    private InstanceState WithStage(Func<StageState, StageState> change) =>
        this with { Stage = change(Stage ?? throw new JournalDamagedException(Id, Sequence + 1, "it is about a stage while none runs")) };

    /// <summary>Holds follow from what activities did, so that no crash between two events can forget one.</summary>
    private InstanceState WithOutcome(int index, ActivityOutcome outcome)
    {
        var ended = WithActivity(index, activity => activity with { Outcome = outcome });
        var activity = ended.Stage!.Activities[index];
        return (activity.Request, outcome) switch
        {
            (DebitWallet debit, ActivityOutcome.Succeeded { Output: var answer })
                when ended.Stage.OpensHold(activity) && StackAnswers.HoldId(answer) is { } id =>
                ended with { OpenHolds = OpenHolds.Add(new OpenHold(id, debit.Data.Amount.Amount)) },
            (ConfirmHold confirm, ActivityOutcome.Succeeded) => ended.WithHold(confirm.Id, hold => hold.After(confirm)),
            // A hold that cannot be voided is not ours to void: closed by someone else, or gone. A call that was given up does not
            // say so: its hold is voided by another before the instance ends.
            (VoidHold hold, _) when !IsGivenUp(outcome) => ended.WithHold(hold.Id, _ => null),
            _ => ended,
        };
    }

    private static bool IsGivenUp(ActivityOutcome outcome) =>
        outcome is ActivityOutcome.Failed { Failure: { Retryable: true } or { Code: CanceledCode } };

    private ImmutableList<Guid> Remembering(Guid? id)
    {
        var remembered = id is { } known ? RememberedEvents.Add(known) : RememberedEvents;
        return remembered.Count > Limits.RememberedEventsMax ? remembered.RemoveAt(0) : remembered;
    }

    private InstanceState WithHold(string id, Func<OpenHold, OpenHold?> change)
    {
        if (OpenHolds.FindIndex(hold => hold.Id == id) is var index && index < 0)
        {
            return this;
        }

        return this with
        {
            OpenHolds = change(OpenHolds[index]) is { } changed ? OpenHolds.SetItem(index, changed) : OpenHolds.RemoveAt(index),
        };
    }

    private InstanceState WithActivity(int index, Func<ActivityState, ActivityState> change) =>
        WithStage(stage => index >= 0 && index < stage.Activities.Count
            ? stage with { Activities = stage.Activities.SetItem(index, change(stage.Activities[index])) }
            : throw new JournalDamagedException(Id, Sequence + 1, "it is about an activity that is not there"));
}
