using System.Numerics;
using System.Text;
using System.Text.Json;
using CsCheck;
using Sluice.Engine.Json;

namespace Sluice.Engine.Tests.Json;

public class BigIntegerJsonConverterTests
{
    private static readonly JsonSerializerOptions Options = new() { Converters = { new BigIntegerJsonConverter() } };

    private static readonly JsonSerializerOptions SmallBuffers = new(Options) { DefaultBufferSize = 16 };

    [Fact]
    public void An_integer_of_any_size_survives() =>
        Gen.Select(Gen.Bool, Gen.Char["123456789"], Gen.String[Gen.Char["0123456789"], 0, ExactInteger.DigitsMax - 1])
            .Sample((negative, first, rest) =>
            {
                var json = $"{(negative ? "-" : "")}{first}{rest}";

                return JsonSerializer.Serialize(JsonSerializer.Deserialize<BigInteger>(json, Options), Options) == json;
            });

    [Fact]
    public void A_thousand_digits_survive_and_one_more_is_refused()
    {
        var json = new string('9', ExactInteger.DigitsMax);

        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<BigInteger>(json, Options), Options));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BigInteger>(json + "0", Options));
    }

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("-1.5e1", -15)]
    [InlineData("12.0", 12)]
    [InlineData("0.0e-5", 0)]
    public void A_number_that_denotes_an_integer_is_read(string json, long expected) =>
        Assert.Equal(expected, JsonSerializer.Deserialize<BigInteger>(json, Options));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e-1")]
    [InlineData("1e999999999")]
    [InlineData("1e99999999999999999999")]
    [InlineData("\"5\"")]
    [InlineData("null")]
    [InlineData("true")]
    public void Anything_else_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<BigInteger>(json, Options));

    [Fact]
    public async Task A_number_split_over_buffers_is_read_whole()
    {
        var digits = new string('7', 900);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"[{digits}]"));

        var read = await JsonSerializer.DeserializeAsync<BigInteger[]>(stream, SmallBuffers, TestContext.Current.CancellationToken);

        Assert.Equal([BigInteger.Parse(digits)], read!);
    }
}
