using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Sluice.Expressions.Tests.Values;

/// <summary>Environments are read where they are, and their numbers are what they are written as.</summary>
public sealed class JsonTests
{
    private static readonly CompileOptions Floats = new() { JsonNumbers = JsonNumbers.Floats };

    [Theory]
    [InlineData("7", "type(x)", "int")]
    [InlineData("7.0", "type(x)", "float")]
    [InlineData("7e0", "type(x)", "float")]
    [InlineData("-0", "type(x)", "int")]
    [InlineData("7", "x % 4", "3")]
    [InlineData("1000000", "string(x)", "1000000")]
    [InlineData("9223372036854775807", "x + 1", "-9223372036854775808")]
    [InlineData("9223372036854775808", "x", "9223372036854775808")]
    [InlineData("9223372036854775808", "type(x)", "int")]
    [InlineData("9223372036854775808", "x - 1", "9223372036854775807")]
    [InlineData("9223372036854775808", "x == 9223372036854775807", "false")]
    [InlineData("9223372036854775808", "x > 9223372036854775807", "true")]
    [InlineData("123456789012345678901234567890", "x + 1", "123456789012345678901234567891")]
    [InlineData("123456789012345678901234567890", "x % 1000", "890")]
    [InlineData("123456789012345678901234567890", "-x", "-123456789012345678901234567890")]
    [InlineData("123456789012345678901234567890", "x / 2", "6.172839450617284e+28")]
    [InlineData("123456789012345678901234567890", "toJSON({a: x})", "{\n  \"a\": 123456789012345678901234567890\n}")]
    [InlineData("123456789012345678901234567890", "max(1, x, 2)", "123456789012345678901234567890")]
    [InlineData("123456789012345678901234567890", "keys(groupBy([x, x], #))", "[123456789012345678901234567890]")]
    [InlineData("123456789012345678901234567890", "x in [1, x]", "true")]
    [InlineData("123456789012345678901234567890", "int(x) == x and float(x) == x", "true")]
    [InlineData("1e400", "x", "+Inf")]
    public void A_number_is_what_it_is_written_as(string number, string text, string expected) =>
        Assert.Equal(expected, Evaluations.Text(text, $$"""{"x": {{number}}}"""));

    [Theory]
    [InlineData("7", "type(x)", "float")]
    [InlineData("1000000", "string(x)", "1e+06")]
    [InlineData("123456789012345678901234567890", "x", "1.2345678901234568e+29")]
    [InlineData("[1, 2]", "type(x[0])", "float")]
    [InlineData("""{"y": {"z": 1}}""", "type(x.y.z)", "float")]
    public void Every_number_can_be_a_float(string json, string text, string expected) =>
        Assert.Equal(expected, Evaluations.Text(text, $$"""{"x": {{json}}}""", Floats));

    [Fact]
    public void A_number_too_long_to_be_read_exactly_in_bounded_time_is_a_float()
    {
        var result = Evaluations.Evaluate("x", $$"""{"x": {{new string('9', 100_000)}}}""");

        Assert.Equal(ValueKind.Float, result.Value.Kind);
    }

    [Fact]
    public void Reading_from_a_large_document_copies_nothing_of_it()
    {
        var text = new StringBuilder("""{"event": {"type": "transfer", "amount": 5}, "rest": [""")
            .AppendJoin(',', Enumerable.Repeat("""{"a": [1, 2, 3], "b": "text"}""", 50_000)).Append("]}");
        using var document = JsonDocument.Parse(text.ToString());
        var program = Expression.Compile(
            """event.type == "transfer" && event.amount > 1 && rest[3].b == "text" && len(rest) > 9""").Program!;
        program.Evaluate(document.RootElement, TestContext.Current.CancellationToken);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var passes = program.Evaluate(document.RootElement, TestContext.Current.CancellationToken).Value.IsTrue;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(passes);
        Assert.InRange(allocated, 0, 1_000);
    }

    [Fact]
    public void A_filter_over_names_allocates_nothing()
    {
        using var document = JsonDocument.Parse("""{"event": {"type": "transfer", "transaction": {"amount": 25000}}}""");
        var program = Expression.Compile("""event.type == "transfer" && event.transaction.amount > 10000""").Program!;
        program.Evaluate(document.RootElement, TestContext.Current.CancellationToken);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(program.Evaluate(document.RootElement, TestContext.Current.CancellationToken).Value.IsTrue);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 100);
    }

    [Theory]
    [InlineData("""{"x": 1, "x": 2}""", "x", "2")]
    [InlineData("""{"o": {"x": 1, "x": 2}}""", "len(o)", "1")]
    [InlineData("""{"o": {"x": 1, "x": 2}}""", "o == {x: 2}", "true")]
    [InlineData("""{"x": "\ud800y"}""", "x", "\uFFFDy")]
    [InlineData("""{"x": "\ud83d\ude00"}""", "len(x)", "1")]
    [InlineData("""{"x": "a\"b\\c\/\b\f\n\r\t\u0041"}""", "x", "a\"b\\c/\b\f\n\r\tA")]
    [InlineData("""{"x": "caf\u00e9"}""", "x == 'café'", "true")]
    [InlineData("""{"a\u0062": 5}""", "ab", "5")]
    [InlineData("""{"x": {"\ud800": 1}}""", "keys(x)", "[\uFFFD]")]
    [InlineData("""{"x": {"\ud800": 1}}""", "x.y ?? 'none'", "none")]
    public void Oddities_of_documents_do_no_harm(string environment, string text, string expected) =>
        Assert.Equal(expected, Evaluations.Text(text, environment));

    [Fact]
    public void Values_can_be_built_and_read_by_the_host()
    {
        var when = new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(2));
        var environment = Value.From(new Dictionary<string, Value>
        {
            ["list"] = Value.From([Value.From(1), Value.From(2.5), Value.From("x"), Value.Nil]),
            ["when"] = Value.From(when),
            ["span"] = Value.From(TimeSpan.FromMinutes(90)),
            ["big"] = Value.From(BigInteger.Pow(10, 30)),
        });
        var program = Expression.Compile("{first: list[0], later: when + span, big: big, list: list, bytes: b'x'}").Program!;

        var value = program.Evaluate(environment, TestContext.Current.CancellationToken).Value;

        Assert.Equal(1, value.Get("first").AsInt64());
        Assert.Equal(when.AddMinutes(90), value.Get("later").AsTime());
        Assert.Equal(when.Offset, value.Get("later").AsTime().Offset);
        Assert.Equal(BigInteger.Pow(10, 30), value.Get("big").AsBigInteger());
        Assert.Equal([Value.From(1), Value.From(2.5), Value.From("x"), Value.Nil], value.Get("list").AsArray());
        Assert.Equal("x"u8.ToArray(), value.Get("bytes").AsBytes().ToArray());
        Assert.Equal(["big", "bytes", "first", "later", "list"], value.AsMap().Select(entry => entry.Key.AsString()).Order());
        Assert.Equal(5_400_000_000_000, environment.Get("span").AsNanoseconds());
        Assert.True(value.Get("missing").IsNil);
        Assert.Throws<InvalidOperationException>(() => value.AsString());
    }

    [Theory]
    [InlineData("1 x", "invalid character 'x' after top-level value")]
    [InlineData("[1 x", "invalid character 'x' after array element")]
    [InlineData("[1,]", "invalid character ']' looking for beginning of value")]
    [InlineData("[[1]", "unexpected end of JSON input")]
    [InlineData("", "unexpected end of JSON input")]
    [InlineData("{'a': 1}", @"invalid character '\'' looking for beginning of object key string")]
    [InlineData("{\"a\":1,}", "invalid character '}' looking for beginning of object key string")]
    [InlineData("{\"a\" 1}", "invalid character '1' after object key")]
    [InlineData("{\"a\":1 2}", "invalid character '2' after object key:value pair")]
    [InlineData("tx", "invalid character 'x' in literal true (expecting 'r')")]
    [InlineData("trx", "invalid character 'x' in literal true (expecting 'u')")]
    [InlineData("01", "invalid character '1' after top-level value")]
    [InlineData("-x", "invalid character 'x' in numeric literal")]
    [InlineData("1.x", "invalid character 'x' after decimal point in numeric literal")]
    [InlineData("1ex", "invalid character 'x' in exponent of numeric literal")]
    [InlineData("\"\n\"", @"invalid character '\n' in string literal")]
    [InlineData("\"\\x\"", "invalid character 'x' in string escape code")]
    [InlineData("\"\\u00x\"", @"invalid character 'x' in \u hexadecimal character escape")]
    public void What_is_no_json_is_described_in_the_words_of_the_language(string json, string expected)
    {
        var environment = Value.From(new Dictionary<string, Value> { ["j"] = Value.From(json) });

        var result = Expression.Compile("fromJSON(j)").Program!.Evaluate(environment, TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Error?.Message);
    }

    [Fact]
    public void Control_characters_have_the_escapes_of_the_language() =>
        Assert.Equal(@"""\u0008\u000c\n""", Evaluations.Text(@"toJSON(""\b\f\n"")"));
}
