using System.Collections.Immutable;
using System.Text.Json;
using CsCheck;
using Sluice.Engine.Triggers;
using Sluice.Engine.Workflows;
using Sluice.Expressions;
using Sluice.Server.Triggers;

namespace Sluice.Server.Tests.Triggers;

/// <summary>Which triggers are asked about an event.</summary>
public sealed class TriggerGroupTests
{
    private static readonly TriggerExpressions Expressions = new(
        HostFunction.FromAsync((_, _) => throw new LinkUnavailableException("not now")), TimeProvider.System);

    private static readonly string[] Values = ["1", "1.0", "2", "true", "\"1\"", "\"x\"", "\"\""];

    private static readonly Gen<string> Condition = Gen.Frequency(
        (5, Gen.Select(Gen.OneOf("event.a", "event.b", "event.c.d"), Gen.OneOf(Values), (path, value) => $"{path} == {value}")),
        (2, Gen.Select(Gen.OneOf("event.a", "event.b"), Gen.OneOf(Values).Array[1, 3], (path, values) => $"{path} in [{string.Join(", ", values)}]")),
        (1, Gen.OneOf("event.a != 1", "event.a > 1", "true", "event.b")));

    private static readonly Gen<string> Filter = Condition.Array[1, 3].Select(conditions => string.Join(" && ", conditions));

    private static readonly Gen<string> Payload = Gen.Select(
        Gen.OneOf([.. Values, "null", "[1]"]), Gen.OneOf(Values), Gen.OneOf([.. Values, """{"d":1}""", """{"d":"x"}"""]),
        (a, b, c) => $$"""{"a":{{a}},"b":{{b}},"c":{{c}} }""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Whatever_comes_and_goes_those_are_asked_that_match() =>
        Gen.Select(Filter.Array[1, 30], Gen.Int[0, 1_000].Array[0, 40], Payload).SampleAsync(
            async (filters, removals, payload) =>
            {
                var triggers = filters.Select(Trigger).ToList();
                var group = triggers.Aggregate(TriggerGroup.Empty, (some, trigger) => some.With(trigger));
                foreach (var removal in removals.Where(_ => triggers.Count > 0))
                {
                    group = group.Without(triggers[removal % triggers.Count]);
                    triggers.RemoveAt(removal % triggers.Count);
                }

                var candidates = Candidates(group, payload);
                var matching = await triggers.ToAsyncEnumerable().Where((trigger, _) => MatchesAsync(trigger, payload)).ToHashSetAsync();

                Assert.Equal(triggers.Count == 0, group.IsEmpty);
                Assert.Distinct(candidates);
                Assert.Subset(triggers.ToHashSet(), candidates.ToHashSet());
                Assert.Subset(candidates.ToHashSet(), matching);
            },
            iter: 3_000);

    [Theory]
    [InlineData("event.ledger == 'main' && event.reference == 'r{0}'")]
    [InlineData("event.reference == 'r{0}' && event.ledger == 'main'")]
    [InlineData("event.reference in ['r{0}', 's{0}', 't{0}'] and event.amount > 100")]
    [InlineData("event.amount == 2500 and (event.ledger == 'main' and event.number == {0})")]
    public void What_tells_triggers_apart_finds_them(string filter)
    {
        const int Triggers = 2_000;
        var triggers = Enumerable.Range(0, Triggers)
            .Select(n => Trigger(string.Format(System.Globalization.CultureInfo.InvariantCulture, filter, n))).ToList();
        var group = triggers.Aggregate(TriggerGroup.Empty, (some, trigger) => some.With(trigger));

        var candidates = Candidates(group, """{"ledger":"main","reference":"r1234","number":1234.0,"amount":2500}""");

        // The first of them may be where the others are not, one for each condition: nothing told yet what would set them apart.
        Assert.Contains(triggers[1234], candidates);
        Assert.InRange(candidates.Count, 1, 3);
    }

    [Theory]
    [InlineData("event.n == 1 && link(event, 'x').id == 'a'", false)]
    [InlineData("link(event, 'x').id == 'a' && event.n == 1", true)]
    [InlineData("event.n == 2 || link(event, 'x').id == 'a'", true)]
    public async Task A_link_that_would_be_read_is_read(string filter, bool reads)
    {
        var trigger = Trigger(filter);

        var asked = Candidates(TriggerGroup.Empty.With(trigger), """{"n":0}""");

        Assert.Equal(reads ? [trigger] : [], asked);
        var match = async () => await trigger.MatchAsync(TriggerExpressions.Environment(JsonElement.Parse("""{"n":0}""")), Cancellation);
        if (reads)
        {
            await Assert.ThrowsAsync<LinkUnavailableException>(match);
        }
        else
        {
            Assert.Equal(FilterResult.Differs, await match());
        }
    }

    [Fact]
    public void Triggers_without_a_filter_are_always_asked()
    {
        var trigger = Trigger(null);
        var group = TriggerGroup.Empty.With(trigger);

        Assert.Equal([trigger], Candidates(group, "null"));
        Assert.True(group.Without(trigger).IsEmpty);
    }

    private static async ValueTask<bool> MatchesAsync(CompiledTrigger trigger, string payload) =>
        (await trigger.MatchAsync(TriggerExpressions.Environment(JsonElement.Parse(payload)), CancellationToken.None)).Match;

    private static List<CompiledTrigger> Candidates(TriggerGroup group, string payload)
    {
        var candidates = new List<CompiledTrigger>();
        group.AddCandidates(TriggerExpressions.Environment(JsonElement.Parse(payload)), candidates);
        return candidates;
    }

    private static CompiledTrigger Trigger(string? filter)
    {
        var definition = new TriggerDefinition("", "E", null, filter, new WorkflowId(Guid.NewGuid()), ImmutableDictionary<string, string>.Empty);
        Assert.Null(CompiledTrigger.TryCompile(new Trigger(new TriggerId(Guid.NewGuid()), definition, default), Expressions, out var compiled));
        return compiled!;
    }
}
