using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Engine.Stages;
using Sluice.Server.Journal;
using Sluice.Simulation.Store;

namespace Sluice.Simulation.Invariants;

/// <summary>
/// An account of one instance that is kept from its committed records by rules of its own, as simple as they can be, beside the
/// engine's own state.
/// </summary>
/// <param name="checks">Where findings go.</param>
/// <param name="id">The instance.</param>
/// <param name="blank">The engine's state before the first record.</param>
internal sealed class InstanceBook(Checks checks, InstanceId id, InstanceState blank)
{
    private readonly Dictionary<string, int> _unconsumed = [];
    private Dictionary<string, string> _variables = [];
    private (int Stage, DateTimeOffset DueAt)? _timer;
    private int _lastStage = -1;
    private DateTimeOffset _lastAt;

    internal InstanceId Id => id;

    /// <summary>The engine's state, replayed from what is committed.</summary>
    internal InstanceState State { get; private set; } = blank;

    internal Dictionary<(int Stage, int Activity), BookedActivity> Activities { get; } = [];

    internal Dictionary<int, StageInput> Inputs { get; } = [];

    internal HashSet<int> SucceededStages { get; } = [];

    /// <summary>How many events of each name were ever posted.</summary>
    internal Dictionary<string, int> Posted { get; } = [];

    internal bool AbortRequested { get; private set; }

    internal bool Failing { get; private set; }

    internal void Apply(StoredRecord stored)
    {
        var record = stored.Record;
        if (record.Sequence != State.Sequence + 1)
        {
            checks.Fail("I6", $"record {record.Sequence} of {id} follows record {State.Sequence}");
            return;
        }

        if (record.At < _lastAt)
        {
            checks.Fail("I6", $"record {record.Sequence} of {id} is earlier than the one before: {record.At:O}");
        }

        _lastAt = record.At;
        var events = InstanceEventJson.Deserialize(id, record.Sequence, record.Payload);
        foreach (var @event in events)
        {
            if (State.Terminated)
            {
                checks.Fail("I2", $"{@event.GetType().Name} after the end of {id}");
            }

            Apply(@event, stored);
        }

        try
        {
            State = State.Replay(record.Sequence, events, record.At);
        }
        catch (JournalDamagedException exception)
        {
            checks.Fail("I6", exception.Message);
            return;
        }

        if (InstanceProjection.Of(State) != stored.Projection)
        {
            checks.Fail("replay", $"record {record.Sequence} of {id} leads to {InstanceProjection.Of(State)}, its owner had {stored.Projection}");
        }
    }

    private void Apply(InstanceEvent @event, StoredRecord stored)
    {
        switch (@event)
        {
            case InstanceEvent.Started e:
                _variables = new Dictionary<string, string>(e.Variables);
                break;
            case InstanceEvent.VariableSet e:
                _variables[e.Name] = e.Value;
                break;
            case InstanceEvent.StageStarted e:
                StartStage(e.Stage, e.Input);
                Inputs[e.Stage] = e.Input;
                break;
            case InstanceEvent.StageRejected e:
                StartStage(e.Stage, null);
                break;
            case InstanceEvent.StageSucceeded e:
                SucceededStages.Add(e.Stage);
                break;
            case InstanceEvent.ActivityScheduled e:
                Schedule(e);
                break;
            case InstanceEvent.ActivitySucceeded e:
                End(e.Stage, e.Activity, new ActivityOutcome.Succeeded(e.Output));
                break;
            case InstanceEvent.ActivityFailed e:
                End(e.Stage, e.Activity, new ActivityOutcome.Failed(e.Failure));
                break;
            case InstanceEvent.ActivityCanceled e:
                End(e.Stage, e.Activity, null);
                break;
            case InstanceEvent.AttemptFailed e:
                TryAgain(e.Stage, e.Activity);
                break;
            case InstanceEvent.AttemptPaused e:
                TryAgain(e.Stage, e.Activity);
                break;
            case InstanceEvent.TimerStarted e:
                _timer = (e.Stage, e.DueAt);
                break;
            case InstanceEvent.TimerFired e:
                FireTimer(e, stored);
                break;
            case InstanceEvent.EventPosted e:
                Posted[e.Name] = Posted.GetValueOrDefault(e.Name) + 1;
                _unconsumed[e.Name] = _unconsumed.GetValueOrDefault(e.Name) + 1;
                break;
            case InstanceEvent.EventConsumed e:
                Consume(e);
                break;
            case InstanceEvent.StageFailing:
                Failing = true;
                break;
            case InstanceEvent.AbortRequested:
                AbortRequested = true;
                break;
        }
    }

    private void StartStage(int stage, StageInput? input)
    {
        if (stage != ++_lastStage)
        {
            checks.Fail("I2", $"stage {stage} of {id} starts where stage {_lastStage} must");
        }

        if (AbortRequested)
        {
            checks.Fail("I1", $"stage {stage} of {id} starts after the instance was aborted");
        }

        CheckHold(stage, input);
    }

    /// <summary>A hold is named by a variable that an earlier stage has set: it must be the one that was recorded then.</summary>
    private void CheckHold(int stage, StageInput? input)
    {
        if (!State.Definition.Stages[stage].Body.TryGetProperty("hold", out var written))
        {
            return;
        }

        var named = input switch
        {
            ConfirmHoldInput confirm => confirm.Hold,
            VoidHoldInput hold => hold.Hold,
            _ => "",
        };
        var recorded = _variables.GetValueOrDefault(written.GetString()![2..^1], "");
        if (named != recorded)
        {
            checks.Fail("replay", $"stage {stage} of {id} is about the hold '{named}', the records name '{recorded}'");
        }
    }

    private void Schedule(InstanceEvent.ActivityScheduled e)
    {
        if (!Activities.TryAdd((e.Stage, e.Activity), new BookedActivity(e.Request)))
        {
            checks.Fail("I2", $"activity {e.Stage}-{e.Activity} of {id} is scheduled twice");
        }

        if (AbortRequested && e.Request is not VoidHold)
        {
            checks.Fail("I1", $"activity {e.Stage}-{e.Activity} of {id} is scheduled after the instance was aborted");
        }
    }

    private void TryAgain(int stage, int activity)
    {
        if (AbortRequested && Activities[(stage, activity)].Request is not (VoidHold or DebitWallet { Data.Pending: true }))
        {
            checks.Fail("I1", $"activity {stage}-{activity} of {id} is to be tried again after the instance was aborted");
        }
    }

    private void End(int stage, int activity, ActivityOutcome? outcome)
    {
        if (!Activities.TryGetValue((stage, activity), out var booked) || booked.Ended)
        {
            checks.Fail("I2", $"activity {stage}-{activity} of {id} ends twice, or was never scheduled");
            return;
        }

        booked.Ended = true;
        booked.Outcome = outcome;
        checks.Money.OnEnded(this, stage, activity, booked);
    }

    private void FireTimer(InstanceEvent.TimerFired e, StoredRecord stored)
    {
        if (_timer is not { } timer || timer.Stage != e.Stage)
        {
            checks.Fail("I5", $"a timer of {id} fires that was not started");
            return;
        }

        _timer = null;
        checks.Timeliness.OnFired(this, timer.DueAt, stored);
    }

    private void Consume(InstanceEvent.EventConsumed e)
    {
        if (_unconsumed.GetValueOrDefault(e.Name) == 0)
        {
            checks.Fail("I4", $"stage {e.Stage} of {id} consumes an event '{e.Name}' that is not there");
        }

        _unconsumed[e.Name] = _unconsumed.GetValueOrDefault(e.Name) - 1;
    }

    /// <summary>Whether it waits for an event that it has.</summary>
    internal bool OverlooksEvent =>
        !State.Terminated && State.Stage is { Input: WaitEventInput wait, EventConsumed: false } && _unconsumed.GetValueOrDefault(wait.Event) > 0;
}

/// <summary>An activity as the records tell of it.</summary>
internal sealed class BookedActivity(ActivityRequest request)
{
    internal ActivityRequest Request { get; } = request;

    internal bool Ended { get; set; }

    /// <summary>How it ended; null while it has not, and when it was given up.</summary>
    internal ActivityOutcome? Outcome { get; set; }

    /// <summary>Whether the records leave it open if there was an effect.</summary>
    internal bool LeavesEffectOpen => Outcome is null or ActivityOutcome.Failed { Failure.LeavesEffectOpen: true };
}
