using Sluice.Engine.Activities;
using Sluice.Engine.Instances;
using Sluice.Server.Activities;
using Sluice.Server.Journal;

namespace Sluice.Server.Partitions;

/// <content>What a partition does by itself: makes attempts, keeps time, and tries again what the journal refused.</content>
public sealed partial class Partition
{
    private async Task RunAttemptAsync(ActiveInstance instance, int stage, ActivityState activity)
    {
        try
        {
            var outcome = await AttemptAsync(instance.Attempt!);
            if (outcome is null)
            {
                instance.ForgetAttempt();
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

    /// <summary>An attempt that met an error nobody foresaw is one whose outcome is unknown: it is made again, with the same key.</summary>
    private async Task<ActivityOutcome?> AttemptAsync(ActivityAttempt attempt)
    {
        try
        {
            return await _runner.RunAsync(attempt);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogUnforeseen(exception, _number);
            return OutcomeClassification.NoAnswer(attempt.Request, "an unforeseen error, which the log describes");
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
            try
            {
                await KeepTimeOnceAsync();
            }
            catch (Exception exception) when (exception is not OutOfMemoryException && !_closing.IsCancellationRequested)
            {
                // A partition that no longer looks at the clock would strand all its sleepers.
                LogUnforeseen(exception, _number);
                await PauseAsync(RetryPause);
            }
        }
    }

    private async Task KeepTimeOnceAsync()
    {
        var now = _clock.GetUtcNow();
        if (_wakes.NextReadAt <= now)
        {
            await UntilRecordedAsync(() => ReadAheadAsync(_closing.Token));
            return;
        }

        if (_nextLookAt <= now)
        {
            await UntilRecordedAsync(() => LookForLateAsync(now));
            return;
        }

        var due = new List<Task>();
        while (due.Count < WakesAtOnce && !_runner.Saturated && _wakes.TryTake(now, out var instance))
        {
            due.Add(WakeAsync(instance));
        }

        if (due.Count > 0)
        {
            await Task.WhenAll(due);
        }
        else
        {
            await _wakes.SleepAsync(_nextLookAt, _closing.Token);
        }
    }

    /// <summary>Wakes one instance. What goes wrong with it is its own affair: its neighbours sleep and wake as ever.</summary>
    private async Task WakeAsync(InstanceId instance, bool reread = false)
    {
        try
        {
            await UntilRecordedAsync(
                () => TurnAsync(instance, null, active => new InstanceCommand.Wake(active.AwaitsAttempt), reread: reread));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !_closing.IsCancellationRequested)
        {
            LogStranded(exception, instance);
            _wakes.Recheck(instance, _clock.GetUtcNow() + StrandedPause);
        }
    }

    /// <summary>
    /// Looks at everything that is due, whatever is in memory. A commit that was given up for lost may still happen, such as one that
    /// a database works on when its connection breaks; its wake lies where this owner has read already.
    /// </summary>
    private async Task LookForLateAsync(DateTimeOffset now)
    {
        if (_runner.Saturated)
        {
            _nextLookAt = now + NearWakes.WhenHeldBack;
            return;
        }

        var due = await _journal.ReadWakesAsync(_number, _lookedUpTo, now, WakesAtOnce, _closing.Token);
        await Task.WhenAll(due.Select(wake => WakeAsync(wake.Instance, reread: true)));
        _lookedUpTo = due.Count == WakesAtOnce ? due[^1] : null;
        _nextLookAt = _lookedUpTo is not null ? now
            : now < _doubtUntil ? now + RetryPause
            : DateTimeOffset.MaxValue;
    }

    private async Task ReadAheadAsync(CancellationToken cancellationToken)
    {
        var until = _clock.GetUtcMicroseconds() + NearWakes.Horizon;
        _wakes.BeginRead(until);
        var batch = await _journal.ReadWakesAsync(_number, _wakes.ReadUpTo, until, NearWakes.BatchMax, cancellationToken);
        _wakes.Add(batch, until);
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
