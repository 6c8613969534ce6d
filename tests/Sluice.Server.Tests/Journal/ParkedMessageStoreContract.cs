using Sluice.Server.Consuming;
using Sluice.Server.Journal;

namespace Sluice.Server.Tests.Journal;

/// <summary>What every store of parked messages must do.</summary>
public abstract class ParkedMessageStoreContract(IStoreUnderTest store) : StoreContract(store)
{
    private const int Plenty = 1_000;

    private static readonly ListRange All = new(null, null, 100);

    private IParkedMessageStore Messages => Service<IParkedMessageStore>();

    [Fact]
    public async Task A_message_comes_back_to_the_byte_after_a_restart()
    {
        var message = Message("m", body: [0xFF, 0, (byte)'{', 0x80]);

        Assert.Equal(new ParkResult(Added: true, Dropped: 0), await Messages.AddAsync(message, Plenty, Cancellation));
        await ReopenAsync();

        AssertSame(message, await Messages.FindAsync(message.Id, Cancellation));
        AssertSame(message, Assert.Single(await Messages.ListAsync(All, Cancellation)));
        Assert.Null(await Messages.FindAsync(new ParkedMessageId(Guid.NewGuid()), Cancellation));
    }

    [Fact]
    public async Task A_message_without_a_body_has_none_when_it_comes_back()
    {
        var message = Message("empty", body: []);

        await Messages.AddAsync(message, Plenty, Cancellation);

        AssertSame(message, await Messages.FindAsync(message.Id, Cancellation));
    }

    [Fact]
    public async Task A_message_that_is_parked_again_stays_as_it_was()
    {
        var message = Message("m");
        await Messages.AddAsync(message, Plenty, Cancellation);

        Assert.Equal(default, await Messages.AddAsync(message with { Reason = "another", Tries = 9 }, Plenty, Cancellation));

        AssertSame(message, Assert.Single(await Messages.ListAsync(All, Cancellation)));
    }

    [Fact]
    public async Task A_message_is_deleted_once_and_can_be_parked_again()
    {
        var message = Message("m");
        await Messages.AddAsync(message, Plenty, Cancellation);

        Assert.True(await Messages.DeleteAsync(message.Id, Cancellation));
        Assert.False(await Messages.DeleteAsync(message.Id, Cancellation));
        Assert.Empty(await Messages.ListAsync(All, Cancellation));

        Assert.True((await Messages.AddAsync(message, Plenty, Cancellation)).Added);
        Assert.Single(await Messages.ListAsync(All, Cancellation));
    }

    [Fact]
    public async Task The_oldest_make_room_for_the_newest()
    {
        const int Kept = 5;
        var messages = Enumerable.Range(0, 12).Select(n => Message($"{n}", TestInstance.Noon.AddSeconds(n))).ToList();

        var dropped = 0;
        foreach (var message in messages)
        {
            dropped += (await Messages.AddAsync(message, Kept, Cancellation)).Dropped;
            Assert.InRange((await Messages.ListAsync(All, Cancellation)).Count, 1, Kept);
        }

        Assert.Equal(messages.Count - Kept, dropped);
        Assert.Equal(["7", "8", "9", "10", "11"], (await Messages.ListAsync(All, Cancellation)).Select(message => message.MessageId));
    }

    [Fact]
    public async Task Messages_that_are_parked_at_the_same_time_are_all_kept()
    {
        var messages = Enumerable.Range(0, 200).Select(n => Message($"{n}")).ToList();

        var results = await Task.WhenAll(messages.Select(message => Messages.AddAsync(message, Plenty, Cancellation)));

        Assert.All(results, result => Assert.Equal(new ParkResult(Added: true, Dropped: 0), result));
        Assert.Equal(200, (await Messages.ListAsync(new ListRange(null, null, 1_000), Cancellation)).Count);
    }

    [Fact]
    public async Task Messages_are_listed_oldest_first_in_pages_of_both_directions()
    {
        var messages = Enumerable.Range(0, 7).Select(n => Message($"{n}", TestInstance.Noon.AddSeconds(n / 2))).ToList();
        foreach (var message in messages)
        {
            await Messages.AddAsync(message, Plenty, Cancellation);
        }

        var expected = messages.OrderBy(m => m.ParkedAt).ThenBy(m => m.Id.ToString(), StringComparer.Ordinal).Select(m => m.MessageId).ToList();

        var first = await Messages.ListAsync(new ListRange(null, null, 4), Cancellation);
        var second = await Messages.ListAsync(new ListRange(Key(first[^1]), null, 4), Cancellation);
        var back = await Messages.ListAsync(new ListRange(null, Key(second[0]), 2), Cancellation);

        Assert.Equal(expected, first.Concat(second).Select(m => m.MessageId));
        Assert.Equal(expected[2..4], back.Select(m => m.MessageId));
    }

    private static ListKey Key(ParkedMessage message) => new(message.ParkedAt, message.Id.Value);

    private static ParkedMessage Message(string id, DateTimeOffset? parkedAt = null, byte[]? body = null)
    {
        var received = new ReceivedMessage("topic ü", id, body ?? "{"u8.ToArray());
        return new ParkedMessage(
            ParkedMessageId.Of(received), received.Topic, id, "it is no JSON", 1, parkedAt ?? TestInstance.Noon, 70_000, received.Body);
    }

    // Records compare their memory by place and not by content.
    private static void AssertSame(ParkedMessage expected, ParkedMessage? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Body.ToArray(), actual.Body.ToArray());
        Assert.Equal(expected with { Body = default }, actual with { Body = default });
    }
}
