using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Activities;
using Sluice.Server.Journal;
using Sluice.Server.Triggers;
using Sluice.Server.Workflows;

namespace Sluice.Server.Partitions;

/// <summary>
/// The only writer of its instances: loads, decides, appends, applies, and then does what the recorded turn asks for. It knows
/// nothing of Orleans; whoever hosts it calls it on one single-threaded scheduler, on which its own continuations run too.
/// </summary>
/// <remarks>
/// Nothing here leaves that scheduler for the thread pool, not even for a moment, so that a simulation can decide on the order of
/// all that happens. Hence no <see cref="CancellationTokenSource.CancelAsync"/>.
/// </remarks>
public sealed partial class Partition : IDisposable
{
    /// <summary>Wakes handled at a time, so that a crowd of due timers does not fill the memory.</summary>
    private const int WakesAtOnce = 64;

    /// <summary>The pause before something that the journal refused is tried again.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    /// <summary>The pause before an instance that met an error nobody foresaw is looked at again.</summary>
    private static readonly TimeSpan StrandedPause = TimeSpan.FromMinutes(1);

    /// <summary>How long after an append whose fate is unknown its record is still looked for.</summary>
    private static readonly TimeSpan DoubtSpan = TimeSpan.FromMinutes(2);

    private readonly int _number;
    private readonly IJournal _journal;
    private readonly InstanceLoader _loader;
    private readonly IActivityRunner _runner;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _lost;
    private readonly Action? _recorded;
    private readonly Dictionary<InstanceId, ActiveInstance> _active = [];
    private readonly NearWakes _wakes;
    private readonly HashSet<Task> _background = [];
    private readonly CancellationTokenSource _closing = new();
    private long _epoch;
    private DateTimeOffset _doubtUntil;
    private DateTimeOffset _nextLookAt = DateTimeOffset.MaxValue;
    private Wake? _lookedUpTo;

    /// <summary>Makes a partition; it does nothing before <see cref="OpenAsync"/>.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="journal">Where turns are made durable.</param>
    /// <param name="workflows">Where definitions are found.</param>
    /// <param name="runner">What makes attempts.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Where it tells what it does.</param>
    /// <param name="lost">Called when another owner has taken the partition; the host then lets go of this one.</param>
    /// <param name="recorded">Called after each append, also when it is unknown whether it happened; null when nobody asks.</param>
    public Partition(
        int number,
        IJournal journal,
        IWorkflowStore workflows,
        IActivityRunner runner,
        TimeProvider clock,
        ILogger logger,
        Action lost,
        Action? recorded = null)
    {
        _number = number;
        _journal = journal;
        _loader = new InstanceLoader(journal, workflows);
        _runner = runner;
        _clock = clock;
        _wakes = new NearWakes(clock);
        _logger = logger;
        _lost = lost;
        _recorded = recorded;
    }

    /// <summary>Whether it takes no more work.</summary>
    public bool IsClosing => _closing.IsCancellationRequested;

    /// <summary>How many instances are in memory.</summary>
    public int ActiveCount => _active.Count;

    /// <summary>Takes ownership and resumes what was under way: late timers and attempts that were out are looked at at once.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _epoch = await _journal.TakeEpochAsync(_number, cancellationToken);
        await ReadAheadAsync(cancellationToken);
        RunInBackground(KeepTimeAsync());
        LogOpened(_number, _epoch);
    }

    /// <summary>
    /// Takes no more work, withdraws attempts that have not begun and waits for those that are out. What is not finished in
    /// time is resumed by the next owner.
    /// </summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _closing.Cancel();
        foreach (var instance in _active.Values)
        {
            instance.Attempt?.TryWithdraw();
        }

        await Task.WhenAll(_background).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc />
    public void Dispose() => _closing.Dispose();

    /// <summary>Starts an instance; durable when the task completes. Starting one again changes nothing.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="workflow">What it runs.</param>
    /// <param name="variables">Its variables.</param>
    /// <param name="fired">The firing of a trigger that starts it, recorded with the start; null when none does.</param>
    /// <param name="again">Whether it was asked for before, so that it may be there even though its id is a new one.</param>
    /// <returns>The state after the start, or the state it already had.</returns>
    public async Task<InstanceState> StartAsync(
        InstanceId id, WorkflowId workflow, IReadOnlyDictionary<string, string> variables, FiredEvent? fired = null, bool again = false)
    {
        ThrowIfClosing();
        var startWith = new Beginning(workflow, MayBeThere: again || !id.IsNew);
        var (state, _) = await TurnAsync(id, startWith, _ => new InstanceCommand.Start(workflow, variables, fired?.Firing), fired);
        return state!;
    }

    /// <summary>Posts an event; durable when the task completes.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="eventId">What a repetition of it would carry too; null when there will be none.</param>
    /// <returns>Null, or why it was refused.</returns>
    public async Task<Refusal?> PostEventAsync(InstanceId id, string name, Guid? eventId = null)
    {
        ThrowIfClosing();
        var (state, refusal) = await TurnAsync(id, null, _ => new InstanceCommand.PostEvent(name, eventId));
        return state is null ? Refusal.NotFound("Instance not found") : refusal;
    }

    /// <summary>Aborts an instance; durable when the task completes. An attempt that is out may finish first.</summary>
    /// <returns>Null, or why it was refused.</returns>
    public async Task<Refusal?> AbortAsync(InstanceId id)
    {
        ThrowIfClosing();
        var (state, refusal) = await TurnAsync(
            id, null, instance => new InstanceCommand.Abort(AttemptRunning: instance.AwaitsAttempt && !instance.Attempt!.TryWithdraw()));
        return state is null ? Refusal.NotFound("Instance not found") : refusal;
    }

    /// <summary>Waits for an instance to end.</summary>
    /// <returns>False when it has not ended within the time, or there is none.</returns>
    public async Task<bool> WaitForEndAsync(InstanceId id, TimeSpan atMost)
    {
        ThrowIfClosing();
        var instance = Hold(id);
        try
        {
            await instance.EnterAsync();
            try
            {
                instance.State ??= await _loader.LoadAsync(id, null);
                if (instance.State is null or { Terminated: true })
                {
                    return instance.State is not null;
                }
            }
            finally
            {
                instance.Leave();
            }

            var ended = instance.Ended;
            await ended.WaitAsync(atMost, _clock, _closing.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            return ended.IsCompletedSuccessfully;
        }
        finally
        {
            Release(instance);
        }
    }

    /// <summary>One turn: decide on what is recorded, record what was decided, and only then act on it.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="startWith">What to begin with when there is no such instance; null when that is an answer.</param>
    /// <param name="command">The command, made once it is this command's turn.</param>
    /// <param name="fired">The firing of a trigger that a start comes from.</param>
    /// <param name="reread">Whether what is in memory may be behind what is recorded.</param>
    /// <returns>The state after the turn, null when there is no such instance, and the refusal, if the command was refused.</returns>
    private async Task<(InstanceState? State, Refusal? Refusal)> TurnAsync(
        InstanceId id, Beginning? startWith, Func<ActiveInstance, InstanceCommand> command, FiredEvent? fired = null, bool reread = false)
    {
        var instance = Hold(id);
        try
        {
            await instance.EnterAsync();
            try
            {
                instance.State = reread ? null : instance.State;
                instance.State ??= await _loader.LoadAsync(id, startWith);
                if (instance.State is null)
                {
                    return (null, null);
                }

                InstanceCommand asked;
                Decision decision;
                try
                {
                    (asked, decision) = await DecideAsync(instance, command, fired);
                }
                catch (OutOfSequenceException)
                {
                    // What was in memory is behind a commit that came late. Nothing of this turn is written: it is decided anew.
                    instance.State = await _loader.LoadAsync(id, startWith);
                    (asked, decision) = await DecideAsync(instance, command, fired);
                }

                if (asked is InstanceCommand.CompleteAttempt)
                {
                    // Not before its outcome is recorded: until then no other attempt may take its place.
                    instance.ForgetAttempt();
                }

                FollowUp(instance, decision.Events);
                return (instance.State, decision.Refusal);
            }
            finally
            {
                instance.Leave();
            }
        }
        finally
        {
            Release(instance);
        }
    }

    private async Task<(InstanceCommand Asked, Decision Decision)> DecideAsync(
        ActiveInstance instance, Func<ActiveInstance, InstanceCommand> command, FiredEvent? fired)
    {
        var asked = command(instance);
        var decision = InstanceDecider.Decide(instance.State!, asked, _clock.GetUtcMicroseconds());
        if (decision.Events.Count > 0)
        {
            await RecordAsync(instance, asked, decision, fired);
        }

        return (asked, decision);
    }

    private async Task RecordAsync(ActiveInstance instance, InstanceCommand command, Decision decision, FiredEvent? fired)
    {
        var next = decision.State;
        var record = new JournalRecord(
            0, next.Id, next.Sequence, next.UpdatedAt, command.Kind, InstanceEventJson.Serialize(decision.Events));

        // Forgotten first: when the append fails it is unknown whether the record is there, and the next turn reads the truth.
        instance.State = null;
        try
        {
            var append = new Append(_number, _epoch, record, InstanceProjection.Of(next), fired?.OccurrenceOf(next.Id, next.UpdatedAt));
            await _journal.AppendAsync(append, CancellationToken.None);
        }
        catch (FencedException)
        {
            if (!_closing.IsCancellationRequested)
            {
                LogLost(_number, _epoch);
                _closing.Cancel();
                _lost();
            }

            throw;
        }
        catch (JournalUnavailableException)
        {
            var soon = _clock.GetUtcNow() + RetryPause;
            _wakes.Recheck(next.Id, soon);
            _doubtUntil = soon + DoubtSpan;
            _nextLookAt = _nextLookAt < soon ? _nextLookAt : soon;
            throw;
        }
        finally
        {
            _recorded?.Invoke();
        }

        instance.State = next;
        InstanceMetrics.OnRecorded(command.Kind, decision.Events);
    }

    /// <summary>Does what the recorded state asks for. Called after every turn, whether it changed anything or not.</summary>
    private void FollowUp(ActiveInstance instance, IReadOnlyList<InstanceEvent> justRecorded)
    {
        var state = instance.State!;
        if (state.Terminated)
        {
            instance.SignalEnd();
        }
        else if (state.Stage is { Pending: { } pending } stage && (pending.NextAttemptAt ?? DateTimeOffset.MinValue) <= _clock.GetUtcNow())
        {
            if (instance.Attempt is null && !_closing.IsCancellationRequested)
            {
                // What was not scheduled just now may have been sent by an owner that did not live to record the outcome.
                var sentBefore = pending.Attempt > 1 || !justRecorded.Any(e => e is InstanceEvent.ActivityScheduled);
                instance.BeginAttempt(
                    new ActivityAttempt(pending.Request, pending.IdempotencyKey(state.Id, stage.Index), sentBefore), stage.Index, pending);
                instance.Users++;
                RunInBackground(RunAttemptAsync(instance, stage.Index, pending));
            }
        }
        else if (state.WakeAt is { } wakeAt)
        {
            _wakes.Add(state.Id, wakeAt);
        }
    }

    private void ThrowIfClosing()
    {
        if (_closing.IsCancellationRequested)
        {
            throw new PartitionClosedException(_number);
        }
    }

    private ActiveInstance Hold(InstanceId id)
    {
        if (!_active.TryGetValue(id, out var instance))
        {
            _active.Add(id, instance = new ActiveInstance(id));
            InstanceMetrics.OnHeld();
        }

        instance.Users++;
        return instance;
    }

    private void Release(ActiveInstance instance)
    {
        Debug.Assert(instance.Users > 0, "released more often than held");
        if (--instance.Users == 0)
        {
            _active.Remove(instance.Id);
            InstanceMetrics.OnEvicted();
            instance.Dispose();
        }
    }
}
