using Sluice.Engine.Instances;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

/// <summary>What every journal must do. Each store has a subclass, and <see cref="JournalCoverageTests"/> sees to that.</summary>
public abstract partial class JournalContract(IStoreUnderTest store) : StoreContract(store)
{
    [Fact]
    public async Task Records_are_read_in_order_as_they_were_appended()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();
        var appends = new[] { instance.Next(epoch), instance.Next(epoch, payload: """[{"kind":"x"}]"""), instance.End(epoch) };

        var expected = new List<JournalRecord>();
        foreach (var append in appends)
        {
            expected.Add(append.Record with { Position = await Journal.AppendAsync(append, Cancellation) });
        }

        Assert.Equal(expected, await Journal.ReadAsync(instance.Id, Cancellation));
    }

    [Fact]
    public async Task An_unknown_instance_has_no_records() =>
        Assert.Empty(await Journal.ReadAsync(new TestInstance().Id, Cancellation));

    [Fact]
    public async Task Positions_of_a_partition_grow_across_instances_and_restarts()
    {
        var epoch = await Journal.TakeEpochAsync(3, Cancellation);
        var first = await Journal.AppendAsync(new TestInstance(3).Next(epoch), Cancellation);
        var second = await Journal.AppendAsync(new TestInstance(3).Next(epoch), Cancellation);
        await ReopenAsync();
        var third = await Journal.AppendAsync(new TestInstance(3).Next(epoch), Cancellation);

        Assert.True(0 < first && first < second && second < third, $"{first}, {second}, {third}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"name":"Zoë 🌊 \u0000 שלום","amount":123456789012345678901234567890}""")]
    [InlineData("line\r\nbreaks\tand 'quotes' \"too\" ?1 @a $b$ %")]
    public async Task A_payload_comes_back_exactly(string payload) => await AssertComesBackAsync(payload);

    [Fact]
    public async Task A_payload_of_a_mebibyte_comes_back_exactly() =>
        await AssertComesBackAsync(string.Concat(Enumerable.Repeat("0123456789äß🌊", 1024 * 1024 / 14)));

    [Fact]
    public async Task Times_come_back_to_the_microsecond()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();
        var append = instance.Next(epoch);
        var at = new DateTimeOffset(2099, 12, 31, 23, 59, 59, 999, 999, TimeSpan.Zero);

        await Journal.AppendAsync(append with { Record = append.Record with { At = at } }, Cancellation);

        Assert.Equal(at, Assert.Single(await Journal.ReadAsync(instance.Id, Cancellation)).At);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_record_that_is_not_the_next_one_is_refused_without_harm_to_its_neighbours(long sequence)
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var (instance, before, after) = (new TestInstance(), new TestInstance(), new TestInstance());
        await Journal.AppendAsync(instance.Next(epoch), Cancellation);
        await Journal.AppendAsync(instance.Next(epoch), Cancellation);

        var first = Journal.AppendAsync(before.Next(epoch), Cancellation);
        var refused = Journal.AppendAsync(instance.Turn(epoch, sequence), Cancellation);
        var last = Journal.AppendAsync(after.Next(epoch), Cancellation);

        await Assert.ThrowsAsync<OutOfSequenceException>(() => refused);
        await Task.WhenAll(first, last);
        Assert.Single(await Journal.ReadAsync(before.Id, Cancellation));
        Assert.Single(await Journal.ReadAsync(after.Id, Cancellation));
        Assert.Equal([1L, 2], (await Journal.ReadAsync(instance.Id, Cancellation)).Select(record => record.Sequence));
        await Journal.AppendAsync(instance.Next(epoch), Cancellation);
    }

    [Fact]
    public async Task A_first_record_must_be_number_one()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();

        await Assert.ThrowsAsync<OutOfSequenceException>(() => Journal.AppendAsync(instance.Turn(epoch, 2), Cancellation));

        Assert.Empty(await Journal.ReadAsync(instance.Id, Cancellation));
    }

    [Fact]
    public async Task What_many_writers_were_promised_is_there_after_a_restart()
    {
        const int InstancesPerPartition = 4;
        const int Turns = 5;
        var epochs = await Task.WhenAll(
            Enumerable.Range(0, Journal.PartitionCount).Select(partition => Journal.TakeEpochAsync(partition, Cancellation)));
        var instances = Enumerable.Range(0, Journal.PartitionCount * InstancesPerPartition)
            .Select(n => new TestInstance(n % Journal.PartitionCount)).ToList();

        var positions = await Task.WhenAll(instances.Select(async instance =>
        {
            var acknowledged = new List<long>();
            for (var turn = 0; turn < Turns; turn++)
            {
                acknowledged.Add(await Journal.AppendAsync(instance.Next(epochs[instance.Partition]), Cancellation));
            }

            return acknowledged;
        }));
        await ReopenAsync();

        for (var n = 0; n < instances.Count; n++)
        {
            var records = await Journal.ReadAsync(instances[n].Id, Cancellation);
            Assert.Equal(positions[n], records.Select(record => record.Position));
        }
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_does_not_take_back_what_was_accepted()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();
        using var impatient = new CancellationTokenSource();

        var append = Journal.AppendAsync(instance.Next(epoch), impatient.Token);
        await impatient.CancelAsync();
        await append.ContinueWith(_ => { }, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default);
        await Journal.AppendAsync(instance.Next(epoch), Cancellation);

        Assert.Equal(2, (await Journal.ReadAsync(instance.Id, Cancellation)).Count);
    }

    [Fact]
    public async Task A_caller_who_has_given_up_already_writes_nothing()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Journal.AppendAsync(instance.Next(epoch), new CancellationToken(canceled: true)));

        Assert.Empty(await Journal.ReadAsync(instance.Id, Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_missing_record_is_named_and_only_its_instance_suffers(long missing)
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var (damaged, sound) = (new TestInstance(), new TestInstance());
        for (var turn = 0; turn < 3; turn++)
        {
            await Journal.AppendAsync(damaged.Next(epoch), Cancellation);
            await Journal.AppendAsync(sound.Next(epoch), Cancellation);
        }

        await Store.DeleteRecordAsync(damaged.Id, missing);

        var exception = await Assert.ThrowsAsync<JournalDamagedException>(() => Journal.ReadAsync(damaged.Id, Cancellation));
        Assert.Equal((damaged.Id, missing), (exception.Instance, exception.Sequence));
        Assert.Equal(3, (await Journal.ReadAsync(sound.Id, Cancellation)).Count);
    }

    [Fact]
    public async Task Without_any_record_an_instance_is_damaged_not_unknown()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();
        await Journal.AppendAsync(instance.Next(epoch), Cancellation);

        await Store.DeleteRecordAsync(instance.Id, 1);

        var exception = await Assert.ThrowsAsync<JournalDamagedException>(() => Journal.ReadAsync(instance.Id, Cancellation));
        Assert.Equal(1, exception.Sequence);
    }

    private async Task AssertComesBackAsync(string payload)
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);
        var instance = new TestInstance();

        await Journal.AppendAsync(instance.Next(epoch, payload: payload), Cancellation);

        Assert.Equal(payload, Assert.Single(await Journal.ReadAsync(instance.Id, Cancellation)).Payload);
    }
}
