using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Sluice.Server.Cluster;

/// <summary>Places a partition at its home.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class HomePlacementAttribute() : PlacementAttribute(new HomePlacement());

/// <summary>The strategy of <see cref="HomePlacementDirector"/>. It has no parameters.</summary>
[GenerateSerializer, Immutable, Alias("sluice.home-placement")]
internal sealed class HomePlacement : PlacementStrategy;

/// <summary>Asks <see cref="PartitionHomes"/> where a partition that is awake nowhere is to wake.</summary>
internal sealed class HomePlacementDirector(PartitionHomes homes) : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var possible = context.GetCompatibleSilos(target);
        var home = homes.Of(target.GrainIdentity);

        // What is known of the nodes comes to Orleans and to us by different ways; where they differ for a moment, its word counts,
        // and the partition moves home later.
        return Task.FromResult(home is not null && possible.Contains(home) ? home : possible[0]);
    }
}
