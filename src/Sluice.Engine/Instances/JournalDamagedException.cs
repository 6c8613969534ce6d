namespace Sluice.Engine.Instances;

/// <summary>
/// The records of an instance cannot be replayed: one is missing, unreadable, or of a kind this version does not know. The
/// instance is left as it is; its neighbours are not affected.
/// </summary>
/// <param name="instance">The instance.</param>
/// <param name="sequence">The record at which replay stopped.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="inner">The error underneath, if any.</param>
public sealed class JournalDamagedException(InstanceId instance, long sequence, string reason, Exception? inner = null)
    : Exception($"instance {instance} cannot be replayed past record {sequence}: {reason}", inner)
{
    /// <summary>The instance.</summary>
    public InstanceId Instance { get; } = instance;

    /// <summary>The record at which replay stopped.</summary>
    public long Sequence { get; } = sequence;
}
