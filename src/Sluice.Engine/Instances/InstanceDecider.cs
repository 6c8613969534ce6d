using System.Diagnostics;
using Sluice.Engine.Activities;

namespace Sluice.Engine.Instances;

/// <summary>
/// Decides what a command does to an instance: a function of state, command and time, with no clock, I/O or randomness, so
/// that every crash and every order of arrival can be tried out in memory.
/// </summary>
public static class InstanceDecider
{
    /// <summary>The error of an aborted instance and of the stage it was in.</summary>
    public const string CanceledError = "canceled";

    private const string UnknownOutcome = "the outcome of the last attempt is unknown: the process stopped while it was out";

    /// <summary>Decides one turn.</summary>
    /// <param name="state">The instance as recorded.</param>
    /// <param name="command">What is asked of it.</param>
    /// <param name="now">The time of the turn, in whole microseconds, as the journal keeps it.</param>
    public static Decision Decide(InstanceState state, InstanceCommand command, DateTimeOffset now)
    {
        var turn = new Turn(state, now);
        var refusal = command switch
        {
            InstanceCommand.Start start => Start(turn, start),
            _ when state.Status == InstanceStatus.None =>
                throw new InvalidOperationException($"'{command.Kind}' was sent to instance {state.Id}, which has not started"),
            InstanceCommand.CompleteAttempt complete => CompleteAttempt(turn, complete),
            InstanceCommand.Wake wake => Wake(turn, wake),
            InstanceCommand.PostEvent post => PostEvent(turn, post),
            InstanceCommand.Abort abort => Abort(turn, abort),
            _ => throw new UnreachableException($"no rule decides {command.GetType().Name}"),
        };

        return refusal is null ? turn.End() : new Decision([], state, refusal);
    }

    private static Refusal? Start(Turn turn, InstanceCommand.Start start)
    {
        if (turn.State.Status != InstanceStatus.None)
        {
            return null;
        }

        turn.Emit(new InstanceEvent.Started(start.Workflow, start.Variables, start.Firing));
        StageRunner.Advance(turn);
        return null;
    }

    private static Refusal? CompleteAttempt(Turn turn, InstanceCommand.CompleteAttempt complete)
    {
        if (turn.State.Stage is not { Pending: { } pending } stage
            || (stage.Index, pending.Index, pending.Attempt) != (complete.Stage, complete.Activity, complete.Attempt))
        {
            return null;
        }

        switch (complete.Outcome)
        {
            case ActivityOutcome.Succeeded succeeded:
                turn.Emit(new InstanceEvent.ActivitySucceeded(stage.Index, pending.Index, pending.Attempt, succeeded.Output));
                break;
            case ActivityOutcome.Failed { Failure: var failure } when IsTriedAgain(turn, stage, pending, failure):
                var nextAttemptAt = turn.Now + stage.RetryPolicy.WaitAfter(pending.Attempt, failure);
                turn.Emit(new InstanceEvent.AttemptFailed(stage.Index, pending.Index, pending.Attempt, failure, nextAttemptAt));
                break;
            case ActivityOutcome.Failed { Failure: var failure } when IsCanceling(turn):
                turn.Emit(new InstanceEvent.ActivityCanceled(stage.Index, pending.Index, failure.Message));
                break;
            case ActivityOutcome.Failed { Failure: var failure }:
                turn.Emit(new InstanceEvent.ActivityFailed(stage.Index, pending.Index, pending.Attempt, failure));
                break;
            case ActivityOutcome.Paused when IsCanceling(turn) && !stage.MayOpenHold(turn.Now):
                turn.Emit(new InstanceEvent.ActivityCanceled(stage.Index, pending.Index, pending.LastFailure?.Message));
                break;
            case ActivityOutcome.Paused paused:
                var resumesAt = turn.Now + RetryPolicy.Pause(pending.Pauses + 1);
                turn.Emit(new InstanceEvent.AttemptPaused(
                    stage.Index, pending.Index, pending.Attempt, paused.Reason, resumesAt, paused.Sent ? true : null));
                break;
        }

        if (turn.State.Stage!.Pending is not null)
        {
            return null;
        }

        if (IsCanceling(turn))
        {
            StageRunner.Fail(turn, CanceledError);
        }
        else
        {
            StageRunner.Advance(turn);
        }

        return null;
    }

    /// <summary>Whether the stage is to end as soon as what it has out allows. Voiding holds, it is past that.</summary>
    private static bool IsCanceling(Turn turn) =>
        turn.State is { Status: InstanceStatus.Aborting, Stage.FailingWith: null };

    private static bool IsTriedAgain(Turn turn, StageState stage, ActivityState activity, Failure failure) =>
        stage.OpensHold(activity) && failure.LeavesEffectOpen
        || !IsCanceling(turn) && stage.RetryPolicy.Allows(activity.Attempt - activity.Unanswered, failure);

    private static Refusal? Wake(Turn turn, InstanceCommand.Wake wake)
    {
        if (turn.State.Stage is not { } stage)
        {
            return null;
        }

        if (IsCanceling(turn))
        {
            // What may have opened a hold is tried again, by whoever owns the instance now, until the hold is known.
            if (wake.AttemptRunning || stage.MayOpenHold(turn.Now))
            {
                return null;
            }

            turn.Emit(new InstanceEvent.ActivityCanceled(stage.Index, stage.Activities.Count - 1, UnknownOutcome));
            StageRunner.Fail(turn, CanceledError);
        }
        else if (stage.TimerDueAt <= turn.Now)
        {
            turn.Emit(new InstanceEvent.TimerFired(stage.Index));
            StageRunner.Advance(turn);
        }

        return null;
    }

    private static Refusal? PostEvent(Turn turn, InstanceCommand.PostEvent post)
    {
        // Before all else: it may be this very event that the instance ended with.
        if (post.Id is { } id && turn.State.RememberedEvents.Contains(id))
        {
            return null;
        }

        if (turn.State.Terminated)
        {
            return Refusal.Validation("instance is terminated");
        }

        turn.Emit(new InstanceEvent.EventPosted(post.Name, post.Id));
        if (turn.State.Status == InstanceStatus.Running)
        {
            StageRunner.Advance(turn);
        }

        // Looked at last: the event that the instance waits for is welcome however full the mailbox is.
        return turn.State.Mailbox.Count > Limits.MailboxEventsMax
            ? Refusal.Validation($"the instance holds {Limits.MailboxEventsMax} events that no stage has consumed; it takes no more")
            : null;
    }

    private static Refusal? Abort(Turn turn, InstanceCommand.Abort abort)
    {
        switch (turn.State.Status)
        {
            case InstanceStatus.Aborting or InstanceStatus.Canceled:
                return null;
            case InstanceStatus.Succeeded or InstanceStatus.Failed:
                return Refusal.Validation("instance is already terminated");
        }

        var stage = turn.State.Stage!;
        if (stage.FailingWith is not null)
        {
            return null;
        }

        turn.Emit(new InstanceEvent.AbortRequested());
        if (abort.AttemptRunning || stage.MayOpenHold(turn.Now))
        {
            return null;
        }

        if (stage.Pending is { } pending)
        {
            turn.Emit(new InstanceEvent.ActivityCanceled(stage.Index, pending.Index, pending.LastFailure?.Message));
        }

        StageRunner.Fail(turn, CanceledError);
        return null;
    }
}
