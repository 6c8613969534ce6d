using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

public abstract partial class JournalContract
{
    [Fact]
    public async Task An_epoch_is_one_more_than_the_last_even_after_a_restart()
    {
        var first = await Journal.TakeEpochAsync(7, Cancellation);
        var second = await Journal.TakeEpochAsync(7, Cancellation);
        await ReopenAsync();
        var third = await Journal.TakeEpochAsync(7, Cancellation);

        Assert.Equal([first, first + 1, first + 2], [first, second, third]);
    }

    [Fact]
    public async Task Partitions_have_epochs_of_their_own()
    {
        var epoch = await Journal.TakeEpochAsync(1, Cancellation);
        await Journal.TakeEpochAsync(2, Cancellation);
        await Journal.TakeEpochAsync(2, Cancellation);

        await Journal.AppendAsync(new TestInstance(1).Next(epoch), Cancellation);
    }

    [Fact]
    public async Task An_owner_that_lost_its_partition_writes_nothing_and_its_neighbours_go_on()
    {
        var old = await Journal.TakeEpochAsync(0, Cancellation);
        var neighbours = await Journal.TakeEpochAsync(1, Cancellation);
        var (before, fenced, after) = (new TestInstance(1), new TestInstance(0), new TestInstance(1));

        var first = Journal.AppendAsync(before.Next(neighbours), Cancellation);
        var taken = Journal.TakeEpochAsync(0, Cancellation);
        var refused = Journal.AppendAsync(fenced.Next(old), Cancellation);
        var last = Journal.AppendAsync(after.Next(neighbours), Cancellation);

        await Assert.ThrowsAsync<FencedException>(() => refused);
        await Task.WhenAll(first, taken, last);
        Assert.Empty(await Journal.ReadAsync(fenced.Id, Cancellation));
        Assert.Single(await Journal.ReadAsync(before.Id, Cancellation));
        Assert.Single(await Journal.ReadAsync(after.Id, Cancellation));
    }

    [Fact]
    public async Task An_owner_that_lost_its_partition_stays_out_after_a_restart()
    {
        var old = await Journal.TakeEpochAsync(0, Cancellation);
        var current = await Journal.TakeEpochAsync(0, Cancellation);
        await ReopenAsync();

        await Assert.ThrowsAsync<FencedException>(() => Journal.AppendAsync(new TestInstance().Next(old), Cancellation));
        await Journal.AppendAsync(new TestInstance().Next(current), Cancellation);
    }

    [Fact]
    public async Task An_epoch_that_was_never_given_out_is_refused()
    {
        var epoch = await Journal.TakeEpochAsync(0, Cancellation);

        await Assert.ThrowsAsync<FencedException>(() => Journal.AppendAsync(new TestInstance().Next(epoch + 1), Cancellation));
    }
}
