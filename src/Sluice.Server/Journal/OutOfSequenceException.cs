using Sluice.Engine.Instances;

namespace Sluice.Server.Journal;

/// <summary>
/// A record was refused because its instance has another one at its place: what the owner had in memory is behind the journal, as
/// after a commit that was given up for lost and happened all the same. Nothing was written; read again, and decide again.
/// </summary>
/// <param name="instance">The instance.</param>
/// <param name="sequence">The place that is taken, or that is not the next one.</param>
public sealed class OutOfSequenceException(InstanceId instance, long sequence)
    : JournalUnavailableException($"record {sequence} of instance {instance} does not follow the last one that is stored");
