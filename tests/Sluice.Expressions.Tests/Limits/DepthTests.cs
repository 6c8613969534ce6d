namespace Sluice.Expressions.Tests.Limits;

/// <summary>However deep something nests, it is evaluated or refused: the stack is never what ends it.</summary>
public sealed class DepthTests
{
    private const int Deep = 4_900;

    public static TheoryData<string, string> Nested { get; } = new()
    {
        { Repeat("(", Deep) + "x" + Repeat(")", Deep), "1" },
        { Repeat("[", Deep) + "1" + Repeat("]", Deep) + " != nil", "true" },
        { Repeat("-", Deep) + "x", "1" },
        { Repeat("not ", Deep) + "b", "true" },
        { "x" + Repeat(" + x", Deep), $"{Deep + 1}" },
        { "b" + Repeat(" and b", Deep), "true" },
        { "x" + Repeat(" | host()", 3_300), "1" },
        { Repeat("b ? ", 1_600) + "x" + Repeat(" : x", 1_600), "1" },
        { Repeat("b ? x : ", 1_600) + "x", "1" },
        { Repeat("if b { ", 1_500) + "x" + Repeat(" } else { 2 }", 1_500), "1" },
        { "d" + Repeat("?.d", 3_000), "<nil>" },
        { Repeat("map([1], ", 2_000) + "1" + Repeat(")", 2_000) + " != nil", "true" },
        { string.Concat(Enumerable.Range(0, 3_000).Select(number => $"let v{number} = x; ")) + "x", "1" },
    };

    [Theory]
    [MemberData(nameof(Nested))]
    public void What_nests_deeply_is_evaluated(string text, string expected)
    {
        var options = new CompileOptions
        {
            Functions = CompileOptions.Default.Functions.Add("host", HostFunction.From(arguments => arguments[0])),
            Limits = ExpressionLimits.Default with { HostCallsMax = 5_000 },
        };

        Assert.Equal(expected, Evaluations.Text(text, """{"x": 1, "b": true, "d": null}""", options));
    }

    [Theory]
    [InlineData("x, ", 9_990)]
    [InlineData("sum([x, x]), ", 2_400)]
    public void A_sum_that_becomes_many_additions_is_evaluated(string element, int count)
    {
        var text = $"sum([{Repeat(element, count)}x])";

        Assert.Equal($"{(count * (element.Contains("sum") ? 2 : 1)) + 1}", Evaluations.Text(text, """{"x": 1}"""));
    }

    [Theory]
    [InlineData("(", "NESTED_TOO_DEEPLY")]
    [InlineData("[", "NESTED_TOO_DEEPLY")]
    [InlineData("{a:", "NESTED_TOO_DEEPLY")]
    [InlineData("not ", "NESTED_TOO_DEEPLY")]
    [InlineData("x ? ", "NESTED_TOO_DEEPLY")]
    [InlineData("if x {", "NESTED_TOO_DEEPLY")]
    [InlineData("1 ** ", "NESTED_TOO_DEEPLY")]
    [InlineData("1 + ", "TOO_MANY_NODES")]
    public void What_nests_too_deeply_is_refused(string part, string code)
    {
        var text = Repeat(part, 20_000);

        var problem = Evaluations.Problem(text);

        Assert.Equal(code, problem.Code);
    }

    [Theory]
    [InlineData("flatten(v) == [1]", "true")]
    [InlineData("v == v", "true")]
    [InlineData("{a: v} == {a: v}", "true")]
    [InlineData("len(string(v))", "19999")]
    [InlineData("max(v)", "1")]
    [InlineData("mean(v)", "1")]
    [InlineData("len(uniq([v, v]))", "1")]
    public void Values_may_nest_as_deep_as_the_language_lets_them(string text, string expected) =>
        Assert.Equal(expected, Evaluations.Text($"let v = reduce(1..9999, [#acc], 1); {text}"));

    [Theory]
    [InlineData("flatten(v)", "RECURSION_TOO_DEEP")]
    [InlineData("max(v)", "RECURSION_TOO_DEEP")]
    [InlineData("v == w", "VALUE_TOO_DEEP")]
    [InlineData("{a: v} == {a: w}", "VALUE_TOO_DEEP")]
    [InlineData("string(v)", "VALUE_TOO_DEEP")]
    [InlineData("toJSON(v)", "TEXT_TOO_LONG")]
    public void Values_that_nest_deeper_are_refused(string text, string code) => Assert.Equal(
        code,
        Evaluations.Problem($"let v = reduce(1..60000, [#acc], 1); let w = reduce(1..60000, [#acc], 1); {text}").Code);

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
