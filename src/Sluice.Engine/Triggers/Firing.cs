namespace Sluice.Engine.Triggers;

/// <summary>What started an instance, when nobody asked for it by hand.</summary>
/// <param name="Trigger">The trigger.</param>
/// <param name="Occurrence">The firing of it.</param>
public sealed record Firing(TriggerId Trigger, OccurrenceId Occurrence);
