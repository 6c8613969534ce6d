using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

public abstract partial class JournalContract
{
    [Fact]
    public async Task Wakes_are_read_by_time_then_by_instance_and_only_of_their_partition()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var other = await Journal.TakeEpochAsync(1, Cancellation);
        var expected = new List<Wake>();
        foreach (var minute in new[] { 3, 1, 2, 1, 3, 1 })
        {
            var instance = new TestInstance();
            var at = TestInstance.Noon.AddMinutes(minute);
            await Journal.AppendAsync(instance.Next(epoch, wakeAt: at), Cancellation);
            expected.Add(new Wake(at, instance.Id));
        }

        await Journal.AppendAsync(new TestInstance(1).Next(other, wakeAt: TestInstance.Noon.AddMinutes(1)), Cancellation);

        Assert.Equal(Sorted(expected), await WakesAsync());
    }

    [Fact]
    public async Task Wakes_are_read_page_by_page_without_gap_or_repetition()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var expected = new List<Wake>();
        for (var n = 0; n < 25; n++)
        {
            var instance = new TestInstance();
            var at = TestInstance.Noon.AddMicroseconds(n / 5);
            await Journal.AppendAsync(instance.Next(epoch, wakeAt: at), Cancellation);
            expected.Add(new Wake(at, instance.Id));
        }

        var read = new List<Wake>();
        while (await Journal.ReadWakesAsync(0, read.Count == 0 ? null : read[^1], DateTimeOffset.MaxValue, 7, Cancellation) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 7);
            read.AddRange(page);
        }

        Assert.Equal(Sorted(expected), read);
    }

    [Fact]
    public async Task Wakes_are_read_up_to_and_including_a_time()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var (due, later) = (new TestInstance(), new TestInstance());
        await Journal.AppendAsync(due.Next(epoch, wakeAt: TestInstance.Noon), Cancellation);
        await Journal.AppendAsync(later.Next(epoch, wakeAt: TestInstance.Noon.AddMicroseconds(1)), Cancellation);

        var wakes = await Journal.ReadWakesAsync(0, null, TestInstance.Noon, 10, Cancellation);

        Assert.Equal([new Wake(TestInstance.Noon, due.Id)], wakes);
    }

    [Fact]
    public async Task Each_turn_moves_or_removes_the_wake()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();

        await Journal.AppendAsync(instance.Next(epoch, wakeAt: TestInstance.Noon), Cancellation);
        await Journal.AppendAsync(instance.Next(epoch, wakeAt: TestInstance.Noon.AddDays(1)), Cancellation);
        Assert.Equal([new Wake(TestInstance.Noon.AddDays(1), instance.Id)], await WakesAsync());

        await Journal.AppendAsync(instance.Next(epoch), Cancellation);
        Assert.Empty(await WakesAsync());

        await Journal.AppendAsync(instance.Next(epoch, wakeAt: TestInstance.Noon), Cancellation);
        await ReopenAsync();
        Assert.Equal([new Wake(TestInstance.Noon, instance.Id)], await WakesAsync());

        await Journal.AppendAsync(instance.End(epoch), Cancellation);
        Assert.Empty(await WakesAsync());
    }

    [Fact]
    public async Task A_partition_is_tailed_from_any_position_in_the_order_of_its_commits()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var other = await Journal.TakeEpochAsync(1, Cancellation);
        var (a, b, c) = (new TestInstance(), new TestInstance(), new TestInstance(1));
        var expected = new List<JournalRecord>();
        foreach (var append in new[] { a.Next(epoch), b.Next(epoch), c.Next(other), a.Next(epoch), c.Next(other), b.End(epoch), a.End(epoch) })
        {
            var position = await Journal.AppendAsync(append, Cancellation);
            if (append.Partition == 0)
            {
                expected.Add(append.Record with { Position = position });
            }
        }

        Assert.Equal(expected, await Journal.TailAsync(0, 0, 100, Cancellation));
        Assert.Equal(expected[..2], await Journal.TailAsync(0, 0, 2, Cancellation));
        Assert.Equal(expected[2..], await Journal.TailAsync(0, expected[1].Position, 100, Cancellation));
        Assert.Empty(await Journal.TailAsync(0, expected[^1].Position, 100, Cancellation));
    }

    [Fact]
    public async Task A_reader_who_follows_the_tail_while_others_write_misses_nothing()
    {
        const int Count = 500;
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var other = await Journal.TakeEpochAsync(1, Cancellation);

        var writes = Task.WhenAll(Enumerable.Range(0, Count * 2)
            .Select(n => Task.Run(() => Journal.AppendAsync(new TestInstance(n % 2).Next(n % 2 == 0 ? epoch : other), Cancellation))));
        var seen = new List<long>();
        while (seen.Count < Count)
        {
            var records = await Journal.TailAsync(0, seen.Count == 0 ? 0 : seen[^1], 64, Cancellation);
            seen.AddRange(records.Select(record => record.Position));
            Assert.False(records.Count == 0 && writes.IsFaulted, "a writer failed");
            await Task.Yield();
        }

        await writes;
        Assert.Equal(seen, (await Journal.TailAsync(0, 0, Count * 2, Cancellation)).Select(record => record.Position));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public async Task A_partition_that_does_not_exist_is_a_callers_mistake(int partition)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Journal.TakeEpochAsync(partition, Cancellation));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await Journal.AppendAsync(new TestInstance(partition).Next(1), Cancellation));
    }

    [Fact]
    public async Task Of_a_crowd_that_reads_at_once_each_gets_its_own_instance()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var expected = new Dictionary<InstanceId, List<JournalRecord>>();
        for (var n = 0; n < 40; n++)
        {
            var instance = new TestInstance();
            var records = expected[instance.Id] = [];
            for (var turn = 0; turn < n % 4; turn++)
            {
                var append = instance.Next(epoch, payload: $"{n} {turn}");
                records.Add(append.Record with { Position = await Journal.AppendAsync(append, Cancellation) });
            }
        }

        // There is one that is damaged, and each is asked for by several.
        var damaged = expected.First(instance => instance.Value.Count == 3).Key;
        await Store.DeleteRecordAsync(damaged, 2);
        var reads = Enumerable.Range(0, 5).SelectMany(_ => expected.Keys).Select(id => (Id: id, Read: Journal.ReadAsync(id, Cancellation))).ToList();

        foreach (var (id, read) in reads)
        {
            if (id == damaged)
            {
                Assert.Equal(2, (await Assert.ThrowsAsync<JournalDamagedException>(() => read)).Sequence);
            }
            else
            {
                Assert.Equal(expected[id], await read);
            }
        }
    }

    private static List<Wake> Sorted(IEnumerable<Wake> wakes) =>
        [.. wakes.OrderBy(wake => wake.At).ThenBy(wake => wake.Instance.ToString(), StringComparer.Ordinal)];

    private Task<IReadOnlyList<Wake>> WakesAsync() => Journal.ReadWakesAsync(0, null, DateTimeOffset.MaxValue, 100, Cancellation);
}
