using System.Text.Json;

namespace Sluice.Expressions.Tests.Limits;

public sealed class BudgetTests
{
    [Theory]
    [InlineData("len(1..999999)", "999999")]
    [InlineData("1..0 == []", "true")]
    [InlineData("sum(1..9000000000)", "3606511857080896768")]
    public void The_memory_budget_of_the_language_is_kept_to(string text, string expected) => Assert.Equal(
        expected, Evaluations.Text(text));

    [Theory]
    [InlineData("1..1000000")]
    [InlineData("1..9223372036854775807")]
    [InlineData("repeat('x', 1000001)")]
    [InlineData("repeat('xx', 500000)")]
    [InlineData("map(1..500000, #)")]
    public void Beyond_it_the_evaluation_fails(string text) => Assert.Equal("MEMORY_BUDGET_EXCEEDED", Evaluations.Problem(text).Code);

    [Theory]
    [InlineData("all(1..999999, all(1..999, true) or true)")]
    [InlineData("count(1..100000, 'x' in $env.words)")]
    [InlineData("count(1..100000, text contains 'xyz')")]
    [InlineData("count(1..100000, text matches 'x[yz]')")]
    [InlineData("count(1..100000, upper(text) == '')")]
    [InlineData("count(1..100000, split(text, '') == nil)")]
    [InlineData("count(1..100000, text + text == '')")]
    [InlineData("count(1..100000, len(uniq(words)) == 0)")]
    [InlineData("count(1..100000, words == other)")]
    [InlineData("count(1..100000, toJSON(words) == '')")]
    [InlineData("count(1..100000, fromJSON(json) == nil)")]
    [InlineData("count(1..100000, sort(words) == nil)")]
    [InlineData("count(1..100000, sum(numbers) == 0)")]
    [InlineData("count(1..100000, bigs[# % 999] == 0)")]
    [InlineData("count(1..100000, date('2023-08-14').Format(text) == '')")]
    public void Work_that_grows_is_charged(string text)
    {
        var words = Enumerable.Range(0, 1_000).Select(number => $"w{number}").ToList();
        var environment = JsonSerializer.Serialize(new
        {
            words,
            other = words,
            numbers = Enumerable.Range(0, 1_000),
            bigs = Enumerable.Range(0, 1_000).Select(number => new { number }),
            text = new string('x', 100_000),
            json = JsonSerializer.Serialize(words),
        });

        var began = TimeProvider.System.GetTimestamp();
        var result = Evaluations.Evaluate(
            text, environment, new CompileOptions { Limits = ExpressionLimits.Default with { StepsMax = 1_000_000 } });

        Assert.False(result.Succeeded, $"{text} is {result.Value}");
        Assert.InRange(TimeProvider.System.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void An_evaluation_can_be_canceled()
    {
        using var cancellation = new CancellationTokenSource();
        var options = new CompileOptions
        {
            Functions = CompileOptions.Default.Functions.Add("stop", HostFunction.From(_ =>
            {
                cancellation.Cancel();
                return Value.From(true);
            })),
        };
        var program = Expression.Compile("stop() and all(1..900000, all(1..90, true) or true)", options).Program!;

        Assert.Throws<OperationCanceledException>(() => program.Evaluate(Value.EmptyMap, cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => program.Evaluate(Value.EmptyMap, cancellation.Token));
    }

    [Fact]
    public void One_evaluation_pays_nothing_for_the_one_before()
    {
        var program = Expression.Compile("len(1..900000)").Program!;

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(900_000, program.Evaluate(Value.EmptyMap, TestContext.Current.CancellationToken).Value.AsInt64());
        }
    }

    [Fact]
    public void Groups_count_for_more_than_their_entries() => Assert.Equal(
        "TOO_MANY_ELEMENTS", Evaluations.Problem("let m = 1..100000; map(1..6, groupBy(m, #)) | len()").Code);
}
