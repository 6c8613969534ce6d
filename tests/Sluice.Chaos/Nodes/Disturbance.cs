namespace Sluice.Chaos.Nodes;

/// <summary>A time in which not everything was as it should be: from the first fault until the partitions were where they belong.</summary>
/// <param name="BeganAt">When it began, at the latest.</param>
/// <param name="EndedAt">When it was seen to be over.</param>
internal readonly record struct Disturbance(DateTimeOffset BeganAt, DateTimeOffset EndedAt);

/// <summary>A time in which the living nodes did not own all partitions between them.</summary>
/// <param name="Length">From the last look at which they did to the first at which they did again.</param>
/// <param name="Faults">What was done in it, in order.</param>
internal sealed record OwnerGap(TimeSpan Length, IReadOnlyList<string> Faults);
