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

        turn.Emit(new InstanceEvent.Started(start.Workflow, start.Variables));
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
            case ActivityOutcome.Failed { Failure: var failure } when turn.State.Status == InstanceStatus.Aborting:
                turn.Emit(new InstanceEvent.ActivityCanceled(stage.Index, pending.Index, failure.Message));
                break;
            case ActivityOutcome.Failed { Failure: { Retryable: true } failure }:
                var nextAttemptAt = turn.Now + RetryPolicy.Default.WaitAfter(pending.Attempt, failure);
                turn.Emit(new InstanceEvent.AttemptFailed(stage.Index, pending.Index, pending.Attempt, failure, nextAttemptAt));
                break;
            case ActivityOutcome.Failed { Failure: var failure }:
                turn.Emit(new InstanceEvent.ActivityFailed(stage.Index, pending.Index, pending.Attempt, failure));
                break;
        }

        if (turn.State.Status == InstanceStatus.Aborting)
        {
            EndCanceled(turn, stage.Index);
        }
        else
        {
            StageRunner.Advance(turn);
        }

        return null;
    }

    private static Refusal? Wake(Turn turn, InstanceCommand.Wake wake)
    {
        if (turn.State.Stage is not { } stage)
        {
            return null;
        }

        if (turn.State.Status == InstanceStatus.Aborting)
        {
            if (wake.AttemptRunning)
            {
                return null;
            }

            turn.Emit(new InstanceEvent.ActivityCanceled(stage.Index, stage.Activities.Count - 1, UnknownOutcome));
            EndCanceled(turn, stage.Index);
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
        if (turn.State.Terminated)
        {
            return Refusal.Validation("instance is terminated");
        }

        if (turn.State.Mailbox.Count >= Limits.MailboxEventsMax)
        {
            return Refusal.Validation($"the instance holds {Limits.MailboxEventsMax} events that no stage has consumed; it takes no more");
        }

        turn.Emit(new InstanceEvent.EventPosted(post.Name));
        if (turn.State.Status == InstanceStatus.Running)
        {
            StageRunner.Advance(turn);
        }

        return null;
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

        if (abort.AttemptRunning)
        {
            turn.Emit(new InstanceEvent.AbortRequested());
            return null;
        }

        var stage = turn.State.Stage;
        if (stage?.Pending is { } pending)
        {
            turn.Emit(new InstanceEvent.ActivityCanceled(stage.Index, pending.Index, pending.LastFailure));
        }

        EndCanceled(turn, stage?.Index);
        return null;
    }

    private static void EndCanceled(Turn turn, int? stage)
    {
        if (stage is { } index)
        {
            turn.Emit(new InstanceEvent.StageFailed(index, CanceledError));
        }

        turn.Emit(new InstanceEvent.Canceled());
    }
}
