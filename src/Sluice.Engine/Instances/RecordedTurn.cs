namespace Sluice.Engine.Instances;

/// <summary>One turn as the journal keeps it, decoded.</summary>
/// <param name="Sequence">The turn's place in the instance, from 1.</param>
/// <param name="At">When it was.</param>
/// <param name="Events">What happened, in order.</param>
public sealed record RecordedTurn(long Sequence, DateTimeOffset At, IReadOnlyList<InstanceEvent> Events);
