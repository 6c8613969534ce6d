namespace Sluice.Server.Partitions;

/// <summary>The partition is shutting down, or has lost its ownership. The caller may try again and meets the next owner.</summary>
/// <param name="number">The partition.</param>
public sealed class PartitionClosedException(int number) : Exception($"partition {number} is closing; try again");
