using System.Collections.Immutable;
using Sluice.Server.Journal;

namespace Sluice.Server.Cluster;

/// <summary>Where partitions belong, as this node sees the cluster at the moment. Thread-safe.</summary>
/// <param name="membership">Who is in the cluster.</param>
/// <param name="manifests">Who of them executes instances.</param>
/// <param name="journal">How many partitions there are.</param>
internal sealed class PartitionHomes(IClusterMembershipService membership, IClusterManifestProvider manifests, IJournal journal)
{
    private volatile Assigned? _last;

    /// <summary>The node that a partition belongs to.</summary>
    /// <returns>Null when this node knows of none that executes instances.</returns>
    public SiloAddress? Of(GrainId partition)
    {
        // A node that only answers requests does not offer the class of partitions.
        var known = manifests.Current.Silos;
        var nodes = membership.CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active)
            .Select(member => member.SiloAddress)
            .Where(node => known.TryGetValue(node, out var offered) && offered.Grains.ContainsKey(partition.Type))
            .ToImmutableHashSet();
        if (nodes.IsEmpty)
        {
            return null;
        }

        var last = _last;
        if (last is null || !last.Nodes.SetEquals(nodes))
        {
            _last = last = Assign(nodes);
        }

        return last.Homes[(int)partition.GetIntegerKey()];
    }

    // By endpoint: a process that is started again at the same place gets the same partitions.
    private Assigned Assign(ImmutableHashSet<SiloAddress> nodes)
    {
        var byName = nodes.ToDictionary(node => node.Endpoint.ToString(), StringComparer.Ordinal);
        return new Assigned(nodes, [.. PartitionAssignment.Of(journal.PartitionCount, byName.Keys).Select(name => byName[name])]);
    }

    private sealed record Assigned(ImmutableHashSet<SiloAddress> Nodes, ImmutableArray<SiloAddress> Homes);
}
