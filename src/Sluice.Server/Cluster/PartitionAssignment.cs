using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Server.Cluster;

/// <summary>
/// Which node each partition belongs to: a function of the nodes' names alone, so every node comes to the same answer by itself.
/// No node has more than one partition more than another, and few partitions move when a node comes or goes.
/// </summary>
internal static class PartitionAssignment
{
    /// <summary>Assigns every partition.</summary>
    /// <param name="partitions">How many there are.</param>
    /// <param name="nodes">The names of the nodes, at least one, each once, in any order.</param>
    /// <returns>The owner's name by partition.</returns>
    public static ImmutableArray<string> Of(int partitions, IReadOnlyCollection<string> nodes)
    {
        var room = nodes.Order(StringComparer.Ordinal)
            .Select((name, rank) => KeyValuePair.Create(name, (partitions / nodes.Count) + (rank < partitions % nodes.Count ? 1 : 0)))
            .ToDictionary(StringComparer.Ordinal);

        // Each partition likes every node to a degree that depends on nobody else. The strongest liking is served first, while
        // there is room: a node that comes takes what likes it best, and one that goes leaves the others' as they were.
        var owners = new string?[partitions];
        var likings = Enumerable.Range(0, partitions)
            .SelectMany(partition => nodes.Select(node => (Partition: partition, Node: node, Liking: Liking(partition, node))))
            .OrderByDescending(each => each.Liking)
            .ThenBy(each => each.Node, StringComparer.Ordinal);
        foreach (var (partition, node, _) in likings)
        {
            if (owners[partition] is null && room[node] > 0)
            {
                owners[partition] = node;
                room[node]--;
            }
        }

        return [.. owners.Select(owner => owner!)];
    }

    private static ulong Liking(int partition, string node)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{partition}/{node}"), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
