using CsCheck;
using Sluice.Server.Consuming.Kafka;

namespace Sluice.Server.Tests.Consuming;

/// <summary>What is noted of a partition whose messages are done in any order.</summary>
public sealed class KafkaPartitionTests
{
    [Fact]
    public void What_is_done_is_noted_up_to_the_first_that_is_not()
    {
        var noted = new List<long>();
        var partition = new KafkaPartition(noted.Add);
        foreach (var offset in new[] { 3L, 4, 7, 8 })
        {
            partition.Begin(offset);
        }

        partition.Complete(4);
        partition.Complete(8);
        Assert.Empty(noted);

        partition.Complete(3);
        Assert.Equal([5], noted);

        partition.Complete(7);
        Assert.Equal([5, 9], noted);
    }

    [Fact]
    public void Nothing_is_noted_of_a_partition_that_is_anothers()
    {
        var noted = new List<long>();
        var partition = new KafkaPartition(noted.Add);
        partition.Begin(0);
        partition.Close();

        partition.Complete(0);

        Assert.Empty(noted);
        Assert.True(partition.IsClosed);
    }

    [Fact]
    public void A_message_that_is_never_done_holds_up_a_bounded_number()
    {
        var partition = new KafkaPartition(_ => Assert.Fail("the first is not done"));
        var begun = 0;
        for (; !partition.IsFull; begun++)
        {
            partition.Begin(begun);
            if (begun > 0)
            {
                partition.Complete(begun);
            }
        }

        Assert.Equal(10_000, begun);
    }

    [Fact]
    public void Whatever_the_order_notes_only_grow_and_never_pass_what_is_not_done() =>
        Gen.Int[1, 50].SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count).ToArray())).Sample(order =>
        {
            var noted = 0L;
            var done = new HashSet<long>();
            var partition = new KafkaPartition(next =>
            {
                Assert.True(next > noted && Enumerable.Range(0, (int)next).All(offset => done.Contains(offset)));
                noted = next;
            });
            for (var offset = 0; offset < order.Length; offset++)
            {
                partition.Begin(offset);
            }

            foreach (var offset in order)
            {
                done.Add(offset);
                partition.Complete(offset);
            }

            Assert.Equal(order.Length, noted);
        });
}
