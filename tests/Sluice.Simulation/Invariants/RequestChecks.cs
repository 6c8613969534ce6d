using System.Globalization;
using Sluice.Engine.Instances;
using Sluice.Server.Activities;
using Sluice.Simulation.Kernel;
using Sluice.Simulation.Network;
using Sluice.Simulation.Stack;

namespace Sluice.Simulation.Invariants;

/// <summary>I2: what is sent was recorded before, and every attempt sends the same under the same key.</summary>
internal sealed class RequestChecks(Checks checks)
{
    private const int IdLength = 36;

    private readonly Dictionary<string, StackRequest> _first = [];
    private readonly HashSet<string> _strays = [];

    /// <summary>
    /// Whether an owner sent this that had been taken over and did not know it. If the new owner has been refused by then, and has
    /// recorded that, no journal can hold back what the old one's request does: only the service could.
    /// </summary>
    internal bool IsStray(string identity) => _strays.Contains(identity);

    internal void OnSent(SimulatedProcess process, StackRequest request)
    {
        if (request.Identity is not { } identity)
        {
            return;
        }

        if (!TryRead(identity, out var instance, out var stage, out var activity))
        {
            checks.Fail("I2", $"'{identity}' is not the key of an activity");
            return;
        }

        if (_first.TryGetValue(identity, out var first))
        {
            if (first != request)
            {
                checks.Fail("I2", $"under the key {identity} was sent {first.Path} {first.Body}, and now {request.Path} {request.Body}");
            }
        }
        else
        {
            _first.Add(identity, request);
            CheckRecorded(request, instance, stage, activity);
        }

        if (checks.Find(instance) is not { } book)
        {
            return;
        }

        if (checks.Data.Holder(checks.Data.Instances[instance].Partition) == process)
        {
            CheckTime(book, stage, activity);
        }
        else
        {
            _strays.Add(identity);
        }
    }

    internal static bool TryRead(string key, out InstanceId instance, out int stage, out int activity)
    {
        (stage, activity) = (0, 0);
        return InstanceId.TryParse(key.Length > IdLength ? key[..IdLength] : null, out instance)
            && key[(IdLength + 1)..].Split('-') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out stage)
            && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out activity);
    }

    private void CheckRecorded(StackRequest request, InstanceId instance, int stage, int activity)
    {
        if (checks.Find(instance)?.Activities.GetValueOrDefault((stage, activity)) is not { } booked)
        {
            checks.Fail("I2", $"activity {stage}-{activity} of {instance} was sent before it was recorded");
            return;
        }

        using var message = StackRequests.Build(new ActivityAttempt(booked.Request, request.Identity!, sentBefore: false));
        var recorded = SimulatedNetwork.Read(message);
        if ((recorded.Path, recorded.Body) != (request.Path, request.Body))
        {
            checks.Fail("I2", $"activity {stage}-{activity} of {instance} was recorded as {recorded.Path} {recorded.Body}, and sent as {request.Path} {request.Body}");
        }
    }

    /// <summary>Holds for the last owner only: another may believe in an earlier time, and what it sends does no harm.</summary>
    private void CheckTime(InstanceBook book, int stage, int activity)
    {
        if (book.State.Stage is { Pending: { } pending } running
            && (running.Index, pending.Index) == (stage, activity)
            && pending.NextAttemptAt > checks.Now)
        {
            checks.Fail("I5", $"activity {stage}-{activity} of {book.Id} is tried again at {checks.Now:O}, before {pending.NextAttemptAt:O}");
        }
    }
}
