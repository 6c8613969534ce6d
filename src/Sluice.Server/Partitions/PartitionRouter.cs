using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Partitions;

/// <summary>Finds the owner of an instance.</summary>
public sealed class PartitionRouter(IGrainFactory grains, IJournal journal)
{
    /// <summary>The partition that owns the instance, on whatever node it is.</summary>
    public IPartitionGrain OwnerOf(InstanceId instance) => Partition(instance.Partition(journal.PartitionCount));

    /// <summary>A partition by its number.</summary>
    public IPartitionGrain Partition(int number) => grains.GetGrain<IPartitionGrain>(number);
}
