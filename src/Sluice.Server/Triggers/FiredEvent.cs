using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;

namespace Sluice.Server.Triggers;

/// <summary>A firing on its way to the instance that it starts.</summary>
/// <param name="Firing">The trigger and the occurrence.</param>
/// <param name="Envelope">The event, as it came.</param>
public sealed record FiredEvent(Firing Firing, string Envelope)
{
    /// <summary>The occurrence that is recorded with the instance's start.</summary>
    public Occurrence OccurrenceOf(InstanceId instance, DateTimeOffset at) => new(Firing.Occurrence, Firing.Trigger, at, Envelope, instance, Error: null);
}
