namespace Sluice.Server.Journal;

/// <summary>An append came from an owner that has lost its partition. The owner must drop what it holds.</summary>
/// <param name="partition">The partition.</param>
/// <param name="epoch">The epoch that is no longer current.</param>
public sealed class FencedException(int partition, long epoch)
    : Exception($"partition {partition} has another owner: epoch {epoch} is no longer current");
