using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Sluice.Engine;
using Sluice.Engine.Instances;
using Sluice.Engine.Workflows;
using Sluice.Server.Activities;
using Sluice.Server.Journal;
using Sluice.Server.Workflows;

namespace Sluice.Server.Partitions;

/// <summary>
/// The only writer of its instances: loads, decides, appends, applies, and then does what the recorded turn asks for. It knows
/// nothing of Orleans; whoever hosts it calls it on one single-threaded scheduler, on which its own continuations run too.
/// </summary>
public sealed partial class Partition : IDisposable
{
    /// <summary>Wakes handled at a time, so that a crowd of due timers does not fill the memory.</summary>
    private const int WakesAtOnce = 64;

    /// <summary>The pause before something that the journal refused is tried again.</summary>
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly int _number;
    private readonly IJournal _journal;
    private readonly IWorkflowStore _workflows;
    private readonly IActivityRunner _runner;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Action _lost;
    private readonly Dictionary<InstanceId, ActiveInstance> _active = [];
    private readonly NearWakes _wakes = new();
    private readonly HashSet<Task> _background = [];
    private readonly CancellationTokenSource _closing = new();
    private TaskCompletionSource _rewind = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _sleepsUntil = DateTimeOffset.MaxValue;
    private long _epoch;

    /// <summary>Makes a partition; it does nothing before <see cref="OpenAsync"/>.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="journal">Where turns are made durable.</param>
    /// <param name="workflows">Where definitions are found.</param>
    /// <param name="runner">What makes attempts.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">Where it tells what it does.</param>
    /// <param name="lost">Called when another owner has taken the partition; the host then lets go of this one.</param>
    public Partition(
        int number,
        IJournal journal,
        IWorkflowStore workflows,
        IActivityRunner runner,
        TimeProvider clock,
        ILogger logger,
        Action lost)
    {
        _number = number;
        _journal = journal;
        _workflows = workflows;
        _runner = runner;
        _clock = clock;
        _logger = logger;
        _lost = lost;
    }

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
        var closing = _closing.CancelAsync();
        foreach (var instance in _active.Values)
        {
            instance.Attempt?.TryWithdraw();
        }

        await closing;
        await Task.WhenAll(_background).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <inheritdoc />
    public void Dispose() => _closing.Dispose();

    /// <summary>Starts an instance; durable when the task completes. Starting one again changes nothing.</summary>
    /// <returns>The state after the start, or the state it already had.</returns>
    public async Task<InstanceState> StartAsync(InstanceId id, WorkflowId workflow, IReadOnlyDictionary<string, string> variables)
    {
        ThrowIfClosing();
        var (state, _) = await TurnAsync(id, workflow, _ => new InstanceCommand.Start(workflow, variables));
        return state!;
    }

    /// <summary>Posts an event; durable when the task completes.</summary>
    /// <returns>Null, or why it was refused.</returns>
    public async Task<Refusal?> PostEventAsync(InstanceId id, string name)
    {
        ThrowIfClosing();
        var (state, refusal) = await TurnAsync(id, null, _ => new InstanceCommand.PostEvent(name));
        return state is null ? Refusal.NotFound("Instance not found") : refusal;
    }

    /// <summary>Aborts an instance; durable when the task completes. An attempt that is out may finish first.</summary>
    /// <returns>Null, or why it was refused.</returns>
    public async Task<Refusal?> AbortAsync(InstanceId id)
    {
        ThrowIfClosing();
        var (state, refusal) = await TurnAsync(
            id, null, instance => new InstanceCommand.Abort(AttemptRunning: instance.Attempt is { } attempt && !attempt.TryWithdraw()));
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
                instance.State ??= await LoadAsync(id, null);
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
    /// <param name="startWith">The workflow to begin with when there is no such instance; null when that is an answer.</param>
    /// <param name="command">The command, made once it is this command's turn.</param>
    /// <returns>The state after the turn, null when there is no such instance, and the refusal, if the command was refused.</returns>
    private async Task<(InstanceState? State, Refusal? Refusal)> TurnAsync(
        InstanceId id, WorkflowId? startWith, Func<ActiveInstance, InstanceCommand> command)
    {
        var instance = Hold(id);
        try
        {
            await instance.EnterAsync();
            try
            {
                instance.State ??= await LoadAsync(id, startWith);
                if (instance.State is null)
                {
                    return (null, null);
                }

                var asked = command(instance);
                var decision = InstanceDecider.Decide(instance.State, asked, _clock.GetUtcMicroseconds());
                if (decision.Events.Count > 0)
                {
                    await RecordAsync(instance, asked, decision);
                }

                if (asked is InstanceCommand.CompleteAttempt)
                {
                    // Not before its outcome is recorded: until then no other attempt may take its place.
                    instance.Attempt = null;
                }

                FollowUp(instance);
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

    private async Task RecordAsync(ActiveInstance instance, InstanceCommand command, Decision decision)
    {
        var next = decision.State;
        var record = new JournalRecord(
            0, next.Id, next.Sequence, next.UpdatedAt, command.Kind, InstanceEventJson.Serialize(decision.Events));

        // Forgotten first: when the append fails it is unknown whether the record is there, and the next turn reads the truth.
        instance.State = null;
        try
        {
            await _journal.AppendAsync(new Append(_number, _epoch, record, InstanceProjection.Of(next)), CancellationToken.None);
        }
        catch (FencedException)
        {
            LogLost(_number, _epoch);
            await _closing.CancelAsync();
            _lost();
            throw;
        }
        catch (JournalUnavailableException)
        {
            _wakes.Recheck(next.Id, _clock.GetUtcNow() + RetryPause);
            _rewind.TrySetResult();
            throw;
        }

        instance.State = next;
    }

    /// <summary>Does what the recorded state asks for. Called after every turn, whether it changed anything or not.</summary>
    private void FollowUp(ActiveInstance instance)
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
                instance.Attempt = new ActivityAttempt(pending.Request, pending.IdempotencyKey(state.Id, stage.Index));
                instance.Users++;
                RunInBackground(RunAttemptAsync(instance, stage.Index, pending));
            }
        }
        else if (state.WakeAt is { } wakeAt)
        {
            _wakes.Add(state.Id, wakeAt);
            if (wakeAt < _sleepsUntil)
            {
                _rewind.TrySetResult();
            }
        }
    }

    private async Task RunAttemptAsync(ActiveInstance instance, int stage, ActivityState activity)
    {
        try
        {
            var outcome = await _runner.RunAsync(instance.Attempt!);
            if (outcome is null)
            {
                instance.Attempt = null;
            }

            // A withdrawn attempt has nothing to record, but the abort that withdrew it may have failed: look again.
            InstanceCommand next = outcome is null
                ? new InstanceCommand.Wake(AttemptRunning: false)
                : new InstanceCommand.CompleteAttempt(stage, activity.Index, activity.Attempt, outcome);
            await UntilRecordedAsync(() => TurnAsync(instance.Id, null, _ => next));
        }
        finally
        {
            Release(instance);
        }
    }

    /// <summary>What has happened outside cannot be undone, so its record is tried until the journal takes it.</summary>
    private async Task UntilRecordedAsync(Func<Task> turn)
    {
        while (true)
        {
            try
            {
                await turn();
                return;
            }
            catch (Exception exception) when (exception is JournalUnavailableException or JournalFullException)
            {
                LogRecordDelayed(exception, _number);
                await PauseAsync(RetryPause);
                if (_closing.IsCancellationRequested)
                {
                    return;
                }
            }
            catch (JournalDamagedException exception)
            {
                LogDamaged(exception, exception.Instance);
                return;
            }
            catch (FencedException)
            {
                return;
            }
        }
    }

    /// <summary>Fires timers when they are due, and reads further ones from disk as their time comes near.</summary>
    private async Task KeepTimeAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            var now = _clock.GetUtcNow();
            if (_wakes.NextReadAt <= now)
            {
                await UntilRecordedAsync(() => ReadAheadAsync(_closing.Token));
                continue;
            }

            var due = new List<Task>();
            while (due.Count < WakesAtOnce && !_runner.Saturated && _wakes.TryTake(now, out var instance))
            {
                due.Add(UntilRecordedAsync(() => TurnAsync(instance, null, active => new InstanceCommand.Wake(active.Attempt is not null))));
            }

            if (due.Count > 0)
            {
                await Task.WhenAll(due);
            }
            else
            {
                await SleepAsync(now);
            }
        }
    }

    /// <summary>Sleeps until the next wake, the next reading, or a new wake that is earlier than both.</summary>
    private async Task SleepAsync(DateTimeOffset now)
    {
        var next = _wakes.First is { } first && first < _wakes.NextReadAt ? first : _wakes.NextReadAt;
        var pause = next <= now ? TimeSpan.FromMilliseconds(50) : next - now;
        _sleepsUntil = now + pause;
        _rewind = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var sleep = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        await Task.WhenAny(Task.Delay(pause, _clock, sleep.Token), _rewind.Task);
        await sleep.CancelAsync();
        _sleepsUntil = DateTimeOffset.MinValue;
    }

    private async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        var until = _clock.GetUtcMicroseconds() + NearWakes.Horizon;
        var batch = await _journal.ReadWakesAsync(_number, _wakes.ReadUpTo, until, NearWakes.BatchMax, cancellationToken);
        _wakes.Add(batch, until);
    }

    private async Task<InstanceState?> LoadAsync(InstanceId id, WorkflowId? startWith)
    {
        // An id made for this start cannot be in the journal yet; one derived from a caller's key can.
        var records = startWith is not null && id.Value.Version == 7 ? [] : await _journal.ReadAsync(id, CancellationToken.None);
        if (records.Count == 0)
        {
            return startWith is { } workflow ? InstanceState.Blank(id, await DefinitionAsync(id, workflow)) : null;
        }

        InstanceState? state = null;
        foreach (var record in records)
        {
            var events = InstanceEventJson.Deserialize(id, record.Sequence, record.Payload);
            state ??= InstanceState.Blank(id, await DefinitionAsync(id, WorkflowOf(id, events)));
            state = state.Replay(record.Sequence, events, record.At);
        }

        return state;
    }

    private static WorkflowId WorkflowOf(InstanceId id, IReadOnlyList<InstanceEvent> events) =>
        events is [InstanceEvent.Started started, ..] ? started.Workflow : throw new JournalDamagedException(id, 1, "it does not begin with a start");

    private async ValueTask<WorkflowDefinition> DefinitionAsync(InstanceId id, WorkflowId workflow) =>
        (await _workflows.FindAsync(workflow, CancellationToken.None))?.Definition
        ?? throw new JournalDamagedException(id, 1, $"its workflow {workflow} is not in the store");

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
            instance.Dispose();
        }
    }

    private async Task PauseAsync(TimeSpan pause) =>
        await Task.Delay(pause, _clock, _closing.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private void RunInBackground(Task task)
    {
        if (task.IsCompletedSuccessfully)
        {
            return;
        }

        _background.Add(task);
        _ = ForgetWhenDoneAsync(task);
    }

    private async Task ForgetWhenDoneAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The loop's edge: an outcome that nothing above foresaw must not go by unseen.
            if (!_closing.IsCancellationRequested)
            {
                LogUnforeseen(exception, _number);
            }
        }
        finally
        {
            _background.Remove(task);
        }
    }
}
