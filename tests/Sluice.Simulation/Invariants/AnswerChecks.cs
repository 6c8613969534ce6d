using Sluice.Engine;
using Sluice.Engine.Instances;

namespace Sluice.Simulation.Invariants;

/// <summary>I1: what a client was told is in the journal when it is told, and stays there.</summary>
internal sealed class AnswerChecks(Checks checks)
{
    private readonly Dictionary<InstanceId, DateTimeOffset> _started = [];
    private readonly Dictionary<(InstanceId Instance, string Name), int> _posted = [];
    private readonly HashSet<InstanceId> _aborted = [];

    internal int Count { get; private set; }

    internal void OnStarted(InstanceId id, InstanceState answer)
    {
        Count++;
        if (checks.Find(id) is not { } book || book.State.Status == InstanceStatus.None)
        {
            checks.Fail("I1", $"the start of {id} was acknowledged and is not in the journal");
            return;
        }

        if (!_started.TryAdd(id, answer.CreatedAt) && _started[id] != answer.CreatedAt)
        {
            checks.Fail("I1", $"{id} was started twice: at {_started[id]:O} and {answer.CreatedAt:O}");
        }

        if (answer.CreatedAt != book.State.CreatedAt || answer.Sequence > book.State.Sequence)
        {
            checks.Fail("I1", $"the answer to a start of {id} tells of something that is not in the journal");
        }
    }

    /// <summary>Whether somebody has been told that the instance is there.</summary>
    internal bool IsStarted(InstanceId id) => _started.ContainsKey(id);

    /// <param name="id">The instance.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="refusal">The answer.</param>
    /// <param name="known">Whether the instance's start was acknowledged before this was asked.</param>
    internal void OnPosted(InstanceId id, string name, Refusal? refusal, bool known)
    {
        Count++;
        if (refusal is not null)
        {
            OnRefused(id, refusal, known);
            return;
        }

        var acknowledged = _posted[(id, name)] = _posted.GetValueOrDefault((id, name)) + 1;
        if ((checks.Find(id)?.Posted.GetValueOrDefault(name) ?? 0) < acknowledged)
        {
            checks.Fail("I1", $"{acknowledged} events '{name}' of {id} were acknowledged and are not all in the journal");
        }
    }

    internal void OnAborted(InstanceId id, Refusal? refusal, bool known)
    {
        Count++;
        if (refusal is not null)
        {
            OnRefused(id, refusal, known);
            return;
        }

        _aborted.Add(id);
        if (checks.Find(id) is not { } book || !(book.AbortRequested || book.Failing))
        {
            checks.Fail("I1", $"the abort of {id} was acknowledged and is not in the journal");
        }
    }

    internal void OnEnded(InstanceId id)
    {
        Count++;
        if (checks.Find(id) is not { State.Terminated: true })
        {
            checks.Fail("I1", $"somebody was told that {id} has ended, and it has not");
        }
    }

    internal void OnRest()
    {
        foreach (var id in _started.Keys)
        {
            if (checks.Find(id)?.State.CreatedAt != _started[id])
            {
                checks.Fail("I1", $"the start of {id} is lost");
            }
        }

        foreach (var ((id, name), count) in _posted)
        {
            if (checks.Find(id)!.Posted.GetValueOrDefault(name) < count)
            {
                checks.Fail("I1", $"an event '{name}' of {id} is lost");
            }
        }

        foreach (var id in _aborted)
        {
            if (checks.Find(id) is { State.Status: InstanceStatus.Succeeded })
            {
                checks.Fail("I1", $"the abort of {id} is lost");
            }
        }
    }

    private void OnRefused(InstanceId id, Refusal refusal, bool known)
    {
        var isThere = checks.Find(id) is not null;
        var isTrue = refusal.Kind switch
        {
            RefusalKind.NotFound => !known,
            RefusalKind.Validation => isThere && checks.Find(id)!.State.Terminated,
            _ => false,
        };
        if (!isTrue)
        {
            checks.Fail("I1", $"a command to {id} was refused for no reason: {refusal.Message}");
        }
    }
}
