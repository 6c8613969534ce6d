using Sluice.Chaos.Flows;
using Sluice.Chaos.Load;
using Sluice.Chaos.Observation;

namespace Sluice.Chaos.Audit;

/// <summary>An instance with its start, and the calls of its history set against those of its flow.</summary>
internal sealed class AuditedRun
{
    private readonly Dictionary<ExpectedCall, ObservedCall> _made = new(ReferenceEqualityComparer.Instance);
    private readonly List<ObservedCall> _cleanups = [];
    private readonly List<ObservedCall> _strange = [];

    public AuditedRun(ObservedInstance instance, StartRecord start)
    {
        (Instance, Start) = (instance, start);
        var next = 0;
        var goesOn = true;
        foreach (var call in instance.Calls.Where(call => call.Booking is null))
        {
            if (goesOn && next < Flow.Calls.Count && (Flow.Calls[next].Stage, Flow.Calls[next].Activity) == (call.Stage, call.Activity))
            {
                _made[Flow.Calls[next++]] = call;
                goesOn = call.End == CallEnd.Succeeded;
            }
            else
            {
                (IsCleanup(call) ? _cleanups : _strange).Add(call);
            }
        }
    }

    public ObservedInstance Instance { get; }

    public StartRecord Start { get; }

    public Flow Flow => Start.Flow;

    /// <summary>Voiding calls that no stage asks for: made because the instance does not succeed.</summary>
    public IReadOnlyList<ObservedCall> Cleanups => _cleanups;

    /// <summary>Calls that neither the flow nor its failure explains.</summary>
    public IReadOnlyList<ObservedCall> Strange => _strange;

    /// <summary>The calls that end holds, in order: the flow's, then the others.</summary>
    public IReadOnlyList<ObservedCall> Releases => [.. Flow.Calls.Where(call => call.ReleasesHold).Select(CallFor).OfType<ObservedCall>(), .. _cleanups];

    /// <summary>The call of the history that is this one of the flow.</summary>
    /// <returns>Null when the instance did not come to make it.</returns>
    public ObservedCall? CallFor(ExpectedCall expected) => _made.GetValueOrDefault(expected);

    public override string ToString() => $"instance {Instance.Id} of start {Start.Token} ({Flow.Name})";

    private bool IsCleanup(ObservedCall call) => call.Activity == "VoidHold" && Instance.Error is not null && !Flow.KeepsHold;
}
