using System.Text.Json;
using Sluice.Engine.Activities;
using Sluice.Engine.Stages;
using Sluice.Engine.Workflows;

namespace Sluice.Engine.Instances;

/// <summary>The whole story of an instance, as the API tells it: every stage, activity and attempt since the start.</summary>
public sealed class InstanceHistory
{
    private readonly List<StageHistory> _stages = [];

    private InstanceHistory(InstanceId id) => Id = id;

    /// <summary>The instance.</summary>
    public InstanceId Id { get; }

    /// <summary>The workflow it runs.</summary>
    public WorkflowId Workflow { get; private set; }

    /// <summary>When it started.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When its state last changed.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>When it ended, if it has.</summary>
    public DateTimeOffset? TerminatedAt { get; private set; }

    /// <summary>The error it ended with, if it did.</summary>
    public string? Error { get; private set; }

    /// <summary>The stages that have started, in order.</summary>
    public IReadOnlyList<StageHistory> Stages => _stages;

    /// <summary>Tells the story of recorded turns.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="turns">All its turns, in order; at least one.</param>
    /// <exception cref="JournalDamagedException">The turns are not those of an instance: they do not follow from one another.</exception>
    public static InstanceHistory Of(InstanceId id, IEnumerable<RecordedTurn> turns)
    {
        var history = new InstanceHistory(id);
        foreach (var turn in turns)
        {
            try
            {
                foreach (var @event in turn.Events)
                {
                    history.Add(@event, turn.At);
                }
            }
            catch (ArgumentOutOfRangeException exception)
            {
                throw new JournalDamagedException(id, turn.Sequence, "it is about a stage or an activity that is not there", exception);
            }

            if (history.CreatedAt == default)
            {
                throw new JournalDamagedException(id, turn.Sequence, "it does not begin with a start");
            }

            history.UpdatedAt = turn.At;
        }

        return history;
    }

    private void Add(InstanceEvent @event, DateTimeOffset at)
    {
        switch (@event)
        {
            case InstanceEvent.Started e:
                Workflow = e.Workflow;
                CreatedAt = at;
                break;
            case InstanceEvent.StageStarted e:
                _stages.Add(new StageHistory(e.Stage, e.Input, null, null, at) { Retry = e.Retry });
                break;
            case InstanceEvent.StageRejected e:
                _stages.Add(new StageHistory(e.Stage, null, e.Kind, e.Content, at) { TerminatedAt = at, Error = e.Error });
                break;
            case InstanceEvent.ActivityScheduled e:
                _stages[^1].Add(new ActivityHistory(e.Request, at));
                break;
            case InstanceEvent.ActivitySucceeded e:
                Change(e.Activity, activity => activity with { TerminatedAt = at, Attempt = e.Attempt, Output = e.Output, NextAttemptAt = null });
                break;
            case InstanceEvent.AttemptFailed e:
                Change(e.Activity, activity => activity with
                {
                    Attempt = e.Attempt + 1,
                    LastFailure = e.Failure.Message,
                    NextAttemptAt = e.NextAttemptAt,
                });
                break;
            case InstanceEvent.AttemptPaused e:
                Change(e.Activity, activity => activity with
                {
                    Attempt = e.Attempt,
                    LastFailure = e.Reason,
                    NextAttemptAt = e.NextAttemptAt,
                });
                break;
            case InstanceEvent.ActivityFailed e:
                Change(e.Activity, activity => activity with
                {
                    TerminatedAt = at,
                    Attempt = e.Attempt,
                    Error = e.Failure.Message,
                    NextAttemptAt = null,
                });
                break;
            case InstanceEvent.ActivityCanceled e:
                Change(e.Activity, activity => activity with
                {
                    TerminatedAt = at,
                    Error = ActivityHistory.CanceledError,
                    LastFailure = e.LastFailure,
                    NextAttemptAt = null,
                });
                break;
            case InstanceEvent.StageFailing:
                _stages[^1] = _stages[^1] with { TerminatedAt = null };
                break;
            case InstanceEvent.StageSucceeded:
                _stages[^1] = _stages[^1] with { TerminatedAt = at };
                break;
            case InstanceEvent.StageFailed e:
                _stages[^1] = _stages[^1] with { TerminatedAt = at, Error = e.Error };
                break;
            case InstanceEvent.Succeeded:
                TerminatedAt = at;
                break;
            case InstanceEvent.Failed e:
                (TerminatedAt, Error) = (at, e.Error);
                break;
            case InstanceEvent.Canceled:
                (TerminatedAt, Error) = (at, InstanceDecider.CanceledError);
                break;
        }
    }

    private void Change(int activity, Func<ActivityHistory, ActivityHistory> change) => _stages[^1].Change(activity, change);
}

/// <summary>A stage that has started. Exactly one of input and content is set.</summary>
/// <param name="Index">Its place in the workflow, from 0.</param>
/// <param name="Input">What it was asked to do, resolved.</param>
/// <param name="RejectedKind">The key of a stage whose content does not resolve.</param>
/// <param name="RejectedContent">The content of a stage whose content does not resolve, as written.</param>
/// <param name="StartedAt">When it started.</param>
public sealed record StageHistory(int Index, StageInput? Input, string? RejectedKind, JsonElement? RejectedContent, DateTimeOffset StartedAt)
{
    private readonly List<ActivityHistory> _activities = [];

    /// <summary>The retry policy that its author gave it; unset means the default one.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>When it ended, if it has.</summary>
    public DateTimeOffset? TerminatedAt { get; init; }

    /// <summary>The error it ended with, if it did.</summary>
    public string? Error { get; init; }

    /// <summary>Its activities, in the order they were scheduled.</summary>
    public IReadOnlyList<ActivityHistory> Activities => _activities;

    internal void Add(ActivityHistory activity) => _activities.Add(activity);

    internal void Change(int index, Func<ActivityHistory, ActivityHistory> change) => _activities[index] = change(_activities[index]);
}

/// <summary>An activity that has been scheduled.</summary>
/// <param name="Request">What every attempt sends.</param>
/// <param name="StartedAt">When it was scheduled.</param>
public sealed record ActivityHistory(ActivityRequest Request, DateTimeOffset StartedAt)
{
    /// <summary>The error of an activity whose instance was aborted. The wire spells it with two l's.</summary>
    public const string CanceledError = "cancelled";

    /// <summary>When it ended, if it has.</summary>
    public DateTimeOffset? TerminatedAt { get; init; }

    /// <summary>The attempt that is out or due, or the last one made, counted from 1.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>The service's answer, if it succeeded with one.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>The error it failed with for good, if it did.</summary>
    public string? Error { get; init; }

    /// <summary>How the last failed attempt failed, while another may follow.</summary>
    public string? LastFailure { get; init; }

    /// <summary>When the next attempt starts, or started.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
