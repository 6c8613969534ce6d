using System.Collections.Immutable;

namespace Sluice.Expressions.Tests.Requirements;

/// <summary>Which equalities a program says that it requires.</summary>
public sealed class RequiredEqualityTests
{
    private static readonly CompileOptions Options = new()
    {
        Functions = ImmutableDictionary.Create<string, HostFunction>(StringComparer.Ordinal)
            .Add("wait", HostFunction.FromAsync((_, _) => ValueTask.FromResult(Value.Nil)))
            .Add("host", HostFunction.From(_ => Value.Nil)),
    };

    [Theory]
    [InlineData("event.type == 'a'", """event["type"]""")]
    [InlineData("'a' == event['type']", """event["type"]""")]
    [InlineData("event?.a?.b == 3", """event["a"]["b"]""")]
    [InlineData("event.postings[0].asset == 'USD'", """event["postings"][0]["asset"]""")]
    [InlineData("event.postings[-1].asset == 'USD'", """event["postings"][-1]["asset"]""")]
    [InlineData("""event["a b"]["\""] == true""", """event["a b"]["\""]""")]
    [InlineData("event['a' + 'b'] == 1 + 2", """event["ab"]""")]
    [InlineData("a == 1 and b > 2 && (c == 3 and d == 4)", "a c d")]
    [InlineData("a in ['x', 'y'] and b in [1, 2.5, true]", "a b")]
    [InlineData("true and a == 1", "a")]
    public void Operands_of_and_are_required(string text, string paths) => Assert.Equal(paths, Paths(text));

    [Theory]
    [InlineData("a == 1 or b == 2")]
    [InlineData("not (a == 1)")]
    [InlineData("a != 1")]
    [InlineData("a == nil")]
    [InlineData("a == b")]
    [InlineData("a == [1]")]
    [InlineData("lower(a) == 'x'")]
    [InlineData("$env.a == 1")]
    [InlineData("event[a] == 1")]
    [InlineData("a[0:1] == 'x'")]
    [InlineData("let a = {b: 1}; a.b == 1")]
    [InlineData("any([{a: 1}], .a == 1)")]
    [InlineData("a == 1 ? true : true")]
    [InlineData("a in ['', 'x']")]
    [InlineData("a in []")]
    [InlineData("a in b")]
    [InlineData("a in 1..3")]
    [InlineData("a == 0.0 / 0.0")]
    [InlineData("a == b'x'")]
    [InlineData(@"a == 'é'[0:1]")]
    [InlineData("a.b() == 1")]
    [InlineData("1")]
    public void Nothing_else_is(string text) => Assert.Equal("", Paths(text));

    [Theory]
    [InlineData("host() and a == 1", "")]
    [InlineData("a == 1 and host() and b == 2", "a")]
    [InlineData("a == 1 and (b > 1 or len(wait()) > 1) and c == 3", "a")]
    [InlineData("a == 1 and (b == 2 and host(c) == 1) and d == 4", "a b")]
    [InlineData("a == 1 and b == 2 and host()", "a b")]
    [InlineData("let x = host(); a == 1", "")]
    public void What_follows_a_call_of_the_host_is_not(string text, string paths) => Assert.Equal(paths, Paths(text));

    [Fact]
    public void Literals_that_are_equal_have_one_key()
    {
        var equality = Assert.Single(Compile("a in [3, 3.0, '3', 3, 0, -0.0]").RequiredEqualities);

        Assert.Equal([EqualityKey.Of(Value.From(3)), EqualityKey.Of(Value.From("3")), EqualityKey.Of(Value.From(0))], [.. equality.Keys]);
    }

    [Fact]
    public void Paths_are_equal_however_they_are_written()
    {
        var first = Compile("event.a.b == 1").RequiredEqualities[0].Path;
        var second = Compile("2 == event?.a['b']").RequiredEqualities[0].Path;
        var other = Compile("event.a['b\"]['] == 1").RequiredEqualities[0].Path;

        Assert.Equal((first, first.GetHashCode()), (second, second.GetHashCode()));
        Assert.NotEqual(first, other);
    }

    [Theory]
    [InlineData("wait(1) == 1", true)]
    [InlineData("map([1], wait(#))", true)]
    [InlineData("host()", false)]
    [InlineData("'wait()' == event.wait", false)]
    public void A_program_knows_whether_it_may_have_to_wait(string text, bool asynchronous) =>
        Assert.Equal(asynchronous, Compile(text).IsAsynchronous);

    private static string Paths(string text) => string.Join(' ', Compile(text).RequiredEqualities.Select(equality => equality.Path));

    private static ExpressionProgram Compile(string text)
    {
        var compiled = Expression.Compile(text, Options);
        Assert.True(compiled.Succeeded, $"{text}: {compiled.Error}");
        return compiled.Program;
    }
}
