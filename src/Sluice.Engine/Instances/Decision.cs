namespace Sluice.Engine.Instances;

/// <summary>What a command leads to: events to record, or a refusal.</summary>
/// <param name="Events">What happens; empty when the command changes nothing.</param>
/// <param name="State">The state once the events are recorded; the unchanged state when there are none.</param>
/// <param name="Refusal">Why the command was refused; unset when it was not.</param>
public sealed record Decision(IReadOnlyList<InstanceEvent> Events, InstanceState State, Refusal? Refusal = null);
