namespace Sluice.Server.Partitions;

/// <summary>
/// The owner of a partition could not be asked for longer than a takeover takes. It is unknown whether what was asked was done.
/// </summary>
/// <param name="number">The partition.</param>
/// <param name="reason">Why the last question had no answer; null when it was that the partition is on its way.</param>
public sealed class OwnerAwayException(int number, Exception? reason)
    : Exception($"the owner of partition {number} cannot be asked: {reason?.Message ?? "it is on its way to another node"}", reason);
