using Sluice.Server.Triggers;

namespace Sluice.Server.Journal;

/// <summary>One turn to make durable.</summary>
/// <param name="Partition">The partition that owns the instance.</param>
/// <param name="Epoch">The epoch of the owner that decided the turn.</param>
/// <param name="Record">The turn. Its position is not known yet and is ignored.</param>
/// <param name="Projection">Where the turn leaves the instance.</param>
/// <param name="Occurrence">The firing that an instance's first turn comes from, stored in the same commit; null when it comes from none.</param>
public sealed record Append(int Partition, long Epoch, JournalRecord Record, InstanceProjection Projection, Occurrence? Occurrence = null);
