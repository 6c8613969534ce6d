namespace Sluice.Server.Partitions;

/// <summary>Counts the partitions that this node owns at the moment. Thread-safe.</summary>
/// <param name="shared">Whether other nodes may own the rest, so that the number says something.</param>
internal sealed class OpenPartitions(bool shared)
{
    private int _count;

    /// <summary>How many there are; null where they are always all.</summary>
    public int? Shown => shared ? Volatile.Read(ref _count) : null;

    public void OnOpened() => Interlocked.Increment(ref _count);

    public void OnClosed() => Interlocked.Decrement(ref _count);
}
