using Sluice.Server.Cluster;

namespace Sluice.Server.Tests.Cluster;

public sealed class PartitionAssignmentTests
{
    private const int Partitions = 64;

    [Fact]
    public void No_node_has_more_than_one_partition_more_than_another()
    {
        for (var nodes = 1; nodes <= 70; nodes++)
        {
            var loads = Nodes(nodes).ToDictionary(node => node, _ => 0);
            foreach (var owner in PartitionAssignment.Of(Partitions, Nodes(nodes)))
            {
                loads[owner]++;
            }

            Assert.True(loads.Values.Max() - loads.Values.Min() <= 1, $"{nodes} nodes: {string.Join(' ', loads.Values)}");
        }
    }

    [Fact]
    public void The_order_in_which_nodes_are_known_does_not_matter() =>
        Assert.Equal(PartitionAssignment.Of(Partitions, Nodes(5)), PartitionAssignment.Of(Partitions, [.. Nodes(5).Reverse()]));

    [Fact]
    public void Few_partitions_move_when_a_node_comes_or_goes()
    {
        for (var nodes = 1; nodes <= 20; nodes++)
        {
            var before = PartitionAssignment.Of(Partitions, Nodes(nodes));
            var after = PartitionAssignment.Of(Partitions, Nodes(nodes + 1));
            var moved = before.Zip(after).Count(pair => pair.First != pair.Second);

            // The new node's share has to move. That every other node keeps its number may move about as many more.
            Assert.True(moved <= 2 + (2 * Math.Ceiling((double)Partitions / (nodes + 1))), $"{moved} moved from {nodes} nodes to {nodes + 1}");
        }
    }

    private static string[] Nodes(int count) => [.. Enumerable.Range(1, count).Select(n => $"10.0.0.{n}:11111")];
}
