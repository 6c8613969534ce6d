using System.Diagnostics;
using Sluice.Engine.Activities;
using Sluice.Engine.Stages;
using Sluice.Engine.Stages.Programs;

namespace Sluice.Engine.Instances;

/// <summary>Runs stages as far as the recorded outcomes carry: to the next call, sleep or wait, or to the end.</summary>
internal static class StageRunner
{
    private enum Progress
    {
        Suspended = 1,
        Done = 2,
    }

    internal static void Advance(Turn turn)
    {
        while (!turn.State.Terminated)
        {
            if (turn.State.Stage is { } stage)
            {
                if ((stage.FailingWith is null ? Resume(turn) : EndFailing(turn)) == Progress.Suspended)
                {
                    return;
                }
            }
            else if (turn.State.NextStage < turn.State.Definition.Stages.Length)
            {
                StartStage(turn, turn.State.NextStage);
            }
            else
            {
                turn.Emit(new InstanceEvent.Succeeded());
            }
        }
    }

    private static void StartStage(Turn turn, int index)
    {
        var stage = turn.State.Definition.Stages[index];
        var (input, retry, error) = StageResolver.Resolve(stage, turn.State.Variables);
        if (input is not null)
        {
            turn.Emit(new InstanceEvent.StageStarted(index, StagePrograms.CurrentFor(input), input, retry));
            return;
        }

        turn.Emit(new InstanceEvent.StageRejected(index, stage.Kind, stage.Body, error!));
        turn.Emit(turn.State.OpenHolds.IsEmpty ? new InstanceEvent.Failed(error!) : new InstanceEvent.StageFailing(index, error!));
    }

    /// <summary>Ends the running stage, and the instance with it, once no hold is left open.</summary>
    internal static void Fail(Turn turn, string error)
    {
        if (turn.State.OpenHolds.IsEmpty)
        {
            End(turn, error);
            return;
        }

        turn.Emit(new InstanceEvent.StageFailing(turn.State.Stage!.Index, error));
        EndFailing(turn);
    }

    private static Progress Resume(Turn turn)
    {
        var stage = turn.State.Stage!;
        var program = StagePrograms.Find(stage.Program)
            ?? throw new JournalDamagedException(turn.State.Id, turn.State.Sequence, $"this version has no stage program '{stage.Program}'");

        var calls = 0;
        foreach (var step in program(stage.Input!, stage.StartedAt))
        {
            var progress = step switch
            {
                StageStep.Call call => Call(turn, call, calls++),
                StageStep.Sleep sleep => Sleep(turn, sleep),
                StageStep.TakeEvent take => TakeEvent(turn, take),
                StageStep.SetVariable set => SetVariable(turn, set),
                StageStep.Fail fail => FailStage(turn, fail.Error),
                _ => throw new UnreachableException($"no rule runs {step.GetType().Name}"),
            };
            if (progress == Progress.Suspended)
            {
                return Progress.Suspended;
            }

            // Failed: with the instance, or with holds still to be voided.
            if (turn.State.Stage?.FailingWith is not null || turn.State.Terminated)
            {
                return Progress.Done;
            }
        }

        turn.Emit(new InstanceEvent.StageSucceeded(stage.Index));
        return Progress.Done;
    }

    private static Progress Call(Turn turn, StageStep.Call call, int index)
    {
        var stage = turn.State.Stage!;
        if (index == stage.Activities.Count)
        {
            turn.Emit(new InstanceEvent.ActivityScheduled(stage.Index, index, call.Request));
            return Progress.Suspended;
        }

        call.Outcome = stage.Activities[index].Outcome;
        return call.Outcome switch
        {
            null => Progress.Suspended,
            ActivityOutcome.Failed { Failure: var failure } when !call.Tolerates(failure) => FailStage(turn, call.ErrorPrefix + failure.Message),
            _ => Progress.Done,
        };
    }

    private static Progress Sleep(Turn turn, StageStep.Sleep sleep)
    {
        var stage = turn.State.Stage!;
        // Compared with the recorded start, never with the clock, so that a replay takes the same way.
        if (stage.TimerFired || sleep.DueAt <= stage.StartedAt)
        {
            return Progress.Done;
        }

        if (stage.TimerDueAt is null)
        {
            turn.Emit(new InstanceEvent.TimerStarted(stage.Index, sleep.DueAt));
        }

        return Progress.Suspended;
    }

    private static Progress TakeEvent(Turn turn, StageStep.TakeEvent take)
    {
        var stage = turn.State.Stage!;
        if (stage.EventConsumed)
        {
            return Progress.Done;
        }

        if (turn.State.Mailbox.Contains(take.Name))
        {
            turn.Emit(new InstanceEvent.EventConsumed(stage.Index, take.Name));
            return Progress.Done;
        }

        if (take.DueAt is not { } dueAt)
        {
            return Progress.Suspended;
        }

        return Sleep(turn, new StageStep.Sleep(dueAt)) == Progress.Suspended
            ? Progress.Suspended
            : FailStage(turn, $"timeout waiting for event '{take.Name}'");
    }

    private static Progress SetVariable(Turn turn, StageStep.SetVariable set)
    {
        if (turn.State.Variables.GetValueOrDefault(set.Name) != set.Value)
        {
            turn.Emit(new InstanceEvent.VariableSet(turn.State.Stage!.Index, set.Name, set.Value));
        }

        return Progress.Done;
    }

    private static Progress FailStage(Turn turn, string error)
    {
        Fail(turn, error);
        return Progress.Done;
    }

    private static Progress EndFailing(Turn turn)
    {
        var stage = turn.State.Stage!;
        if (stage.Pending is not null)
        {
            return Progress.Suspended;
        }

        if (turn.State.OpenHolds is [var hold, ..])
        {
            turn.Emit(new InstanceEvent.ActivityScheduled(stage.Index, stage.Activities.Count, new VoidHold(hold.Id)));
            return Progress.Suspended;
        }

        End(turn, stage.FailingWith!);
        return Progress.Done;
    }

    private static void End(Turn turn, string error)
    {
        turn.Emit(new InstanceEvent.StageFailed(turn.State.Stage!.Index, error));
        turn.Emit(turn.State.Status == InstanceStatus.Aborting ? new InstanceEvent.Canceled() : new InstanceEvent.Failed(error));
    }
}
