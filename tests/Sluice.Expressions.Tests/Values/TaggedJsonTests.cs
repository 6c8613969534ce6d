using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Expressions.Tests.Values;

public sealed class TaggedJsonTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1.0")]
    [InlineData("1e300", "1E+300")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("""{"$float":"NaN"}""", """{"$float":"NaN"}""")]
    [InlineData("""{"$float":"-Inf"}""", """{"$float":"-Inf"}""")]
    [InlineData("""{"$bytes":"AP8="}""", """{"$bytes":"AP8="}""")]
    [InlineData("""{"$duration":5}""", """{"$duration":5}""")]
    [InlineData("""{"$time":"2023-08-14T15:04:05.5+02:00"}""", """{"$time":"2023-08-14T15:04:05.5+02:00"}""")]
    [InlineData("""{"$map":[[1,"a"],[null,[{"$float":"+Inf"}]]]}""", """{"$map":[[1,"a"],[null,[{"$float":"+Inf"}]]]}""")]
    [InlineData("""{"a":{"$duration":1},"b":[true,null]}""", """{"a":{"$duration":1},"b":[true,null]}""")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Values_survive_being_written_and_read(string json, string expected)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Equal(expected, Write(TaggedJson.Read(document.RootElement)));
    }

    [Fact]
    public void A_map_that_looks_like_a_tag_is_written_as_pairs() =>
        Assert.Equal("""{"$map":[["$float",1]]}""", Write(Evaluations.Evaluate("{'$float': 1}").Value));

    [Theory]
    [InlineData("""{"$float":"x"}""")]
    [InlineData("""{"$bytes":"?"}""")]
    [InlineData("""{"$duration":"x"}""")]
    [InlineData("""{"$time":"x"}""")]
    [InlineData("""{"$map":[[1]]}""")]
    [InlineData("""{"$map":[[1,2,3]]}""")]
    [InlineData("""{"$map":[[[1],1]]}""")]
    public void A_tag_with_other_content_is_refused(string json)
    {
        using var document = JsonDocument.Parse(json);

        Assert.Throws<FormatException>(() => TaggedJson.Read(document.RootElement));
    }

    [Theory]
    [InlineData("nil", "nil")]
    [InlineData("1", "int")]
    [InlineData("date('2023-08-14').Unix()", "int")]
    [InlineData("b'x'[0]", "uint")]
    [InlineData("b'x'", "bytes")]
    [InlineData("now()", "time")]
    [InlineData("{}", "map")]
    public void Kinds_have_one_word(string text, string expected) => Assert.Equal(
        expected, TaggedJson.KindOf(Evaluations.Evaluate(text).Value));

    [Theory]
    [InlineData("reduce(1..60, [#acc, #acc], 1)", "elements")]
    [InlineData("reduce(1..60, ({a: #acc, b: #acc}), 1)", "elements")]
    [InlineData("reduce(1..20, [#acc, #acc], repeat('x', 100000))", "bytes")]
    public void What_repeats_its_parts_is_not_written_without_end(string text, string expected)
    {
        using var writer = new Utf8JsonWriter(Stream.Null);
        var value = Evaluations.Evaluate(text).Value;

        Assert.False(TaggedJson.TryWrite(writer, value, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.StartsWith("<the evaluation makes a text of more than", value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_nests_too_deeply_to_be_written_is_not_thrown_for()
    {
        using var writer = new Utf8JsonWriter(Stream.Null, new JsonWriterOptions { MaxDepth = TaggedJson.DepthMax * 3 });

        Assert.False(TaggedJson.TryWrite(writer, Evaluations.Evaluate("reduce(1..5000, [#acc], 1)").Value));
    }

    private static string Write(Value value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Assert.True(TaggedJson.TryWrite(writer, value));
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
