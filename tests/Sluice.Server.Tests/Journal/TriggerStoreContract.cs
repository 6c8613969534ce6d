using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Server.Journal;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Journal;

/// <summary>What every store of triggers must do.</summary>
public abstract class TriggerStoreContract(IStoreUnderTest store) : StoreContract(store)
{
    private static readonly string[] Names = ["Pay out", "REPAY", "100% sure", "snake_case", "Überweisung", ""];

    private static readonly ListRange All = new(null, null, 100);

    private ITriggerStore Triggers => Service<ITriggerStore>();

    [Fact]
    public async Task A_trigger_comes_back_after_a_restart()
    {
        var full = Trigger("Zoë's 🌊", TestInstance.Noon, "v3", "event.x == 'ü'", ("a", "event.id"), ("b", ""));
        var bare = Trigger("", TestInstance.Noon.AddSeconds(1), null, null);
        Assert.True(await Triggers.AddAsync(full, 100, Cancellation));
        Assert.True(await Triggers.AddAsync(bare, 100, Cancellation));
        await ReopenAsync();

        AssertSame(full, await Triggers.FindAsync(full.Id, Cancellation));
        AssertSame(bare, await Triggers.FindAsync(bare.Id, Cancellation));
    }

    [Fact]
    public async Task An_unknown_trigger_is_found_by_nobody()
    {
        var unknown = new TriggerId(Guid.NewGuid());

        Assert.Null(await Triggers.FindAsync(unknown, Cancellation));
        Assert.False(await Triggers.DeleteAsync(unknown, TestInstance.Noon, Cancellation));
        Assert.Empty(await Triggers.ListAsync(null, All, Cancellation));
    }

    [Fact]
    public async Task A_deleted_trigger_is_hidden_everywhere_and_stays_deleted()
    {
        var trigger = Trigger("gone", TestInstance.Noon);
        await Triggers.AddAsync(trigger, 100, Cancellation);

        Assert.True(await Triggers.DeleteAsync(trigger.Id, TestInstance.Noon, Cancellation));
        Assert.False(await Triggers.DeleteAsync(trigger.Id, TestInstance.Noon, Cancellation));
        await Triggers.AddAsync(trigger, 100, Cancellation);

        Assert.Null(await Triggers.FindAsync(trigger.Id, Cancellation));
        Assert.Empty(await Triggers.ListAsync(null, All, Cancellation));
        Assert.Empty(await Triggers.ListAsync("gone", All, Cancellation));
    }

    [Fact]
    public async Task No_more_are_stored_than_there_may_be()
    {
        var first = Trigger("1", TestInstance.Noon);
        Assert.True(await Triggers.AddAsync(first, 2, Cancellation));
        Assert.True(await Triggers.AddAsync(Trigger("2", TestInstance.Noon), 2, Cancellation));

        Assert.False(await Triggers.AddAsync(Trigger("3", TestInstance.Noon), 2, Cancellation));
        Assert.Equal(2, (await Triggers.ListAsync(null, All, Cancellation)).Count);

        await Triggers.DeleteAsync(first.Id, TestInstance.Noon, Cancellation);
        Assert.True(await Triggers.AddAsync(Trigger("3", TestInstance.Noon), 2, Cancellation));
    }

    [Theory]
    [InlineData("pay", "Pay out", "REPAY")]
    [InlineData("PAY", "Pay out", "REPAY")]
    [InlineData("%", "100% sure")]
    [InlineData("_", "snake_case")]
    [InlineData("überweisung", "Überweisung")]
    [InlineData("ÜBER", "Überweisung")]
    [InlineData("\\")]
    [InlineData("'")]
    [InlineData(" out", "Pay out")]
    public async Task Names_are_searched_for_text_taken_literally_whatever_its_case(string text, params string[] found)
    {
        for (var n = 0; n < Names.Length; n++)
        {
            await Triggers.AddAsync(Trigger(Names[n], TestInstance.Noon.AddSeconds(n)), 100, Cancellation);
        }

        Assert.Equal(found, (await Triggers.ListAsync(text, All, Cancellation)).Select(trigger => trigger.Definition.Name));
    }

    [Fact]
    public async Task Triggers_are_listed_oldest_first_in_pages_of_both_directions()
    {
        var triggers = new List<Trigger>();
        for (var n = 0; n < 7; n++)
        {
            triggers.Add(Trigger($"t{n}", TestInstance.Noon.AddSeconds(n / 2)));
            await Triggers.AddAsync(triggers[n], 100, Cancellation);
        }

        var expected = triggers.OrderBy(t => t.CreatedAt).ThenBy(t => t.Id.ToString(), StringComparer.Ordinal).Select(t => t.Id).ToList();

        var first = await Triggers.ListAsync(null, new ListRange(null, null, 4), Cancellation);
        var second = await Triggers.ListAsync("T", new ListRange(Key(first[^1]), null, 4), Cancellation);
        var back = await Triggers.ListAsync(null, new ListRange(null, Key(second[0]), 2), Cancellation);

        Assert.Equal(expected, first.Concat(second).Select(t => t.Id));
        Assert.Equal(expected[2..4], back.Select(t => t.Id));
    }

    private static ListKey Key(Trigger trigger) => new(trigger.CreatedAt, trigger.Id.Value);

    private static Trigger Trigger(
        string name, DateTimeOffset createdAt, string? version = null, string? filter = null, params (string Name, string Expression)[] variables) => new(
            new TriggerId(Guid.CreateVersion7(createdAt)),
            new TriggerDefinition(
                name,
                "SAVED_PAYMENT",
                version,
                filter,
                new WorkflowId(Guid.NewGuid()),
                variables.ToDictionary(variable => variable.Name, variable => variable.Expression)),
            createdAt);

    private static void AssertSame(Trigger expected, Trigger? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal((expected.Id, expected.CreatedAt), (actual.Id, actual.CreatedAt));
        Assert.Equal(expected.Definition.Variables, actual.Definition.Variables);
        Assert.Equal(expected.Definition, actual.Definition with { Variables = expected.Definition.Variables });
    }
}
