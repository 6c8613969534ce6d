using Sluice.Engine.Instances;
using Sluice.Engine.Triggers;

namespace Sluice.Server.Triggers;

/// <summary>One firing of a trigger. Exactly one of <paramref name="Instance"/> and <paramref name="Error"/> is set.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Trigger">The trigger.</param>
/// <param name="Date">When the event was handled.</param>
/// <param name="Event">The whole envelope, as it came.</param>
/// <param name="Instance">The instance it started.</param>
/// <param name="Error">Why it started none.</param>
public sealed record Occurrence(
    OccurrenceId Id, TriggerId Trigger, DateTimeOffset Date, string Event, InstanceId? Instance, string? Error);
