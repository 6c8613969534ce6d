using System.Text.Json;
using CsCheck;
using Sluice.Engine.Stages;

namespace Sluice.Engine.Tests.Stages;

public class GoDurationTests
{
    private static readonly DateTimeOffset Noon = new(2024, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("0s", 0)]
    [InlineData("5s", 5_000_000_000)]
    [InlineData("+5s", 5_000_000_000)]
    [InlineData("-5s", -5_000_000_000)]
    [InlineData("1h30m", 5_400_000_000_000)]
    [InlineData("3h30m10.5s", 12_610_500_000_000)]
    [InlineData("30m1h", 5_400_000_000_000)]
    [InlineData("1s1s", 2_000_000_000)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData("1.s", 1_000_000_000)]
    [InlineData(".5s", 500_000_000)]
    [InlineData("5.0000000000000000000000000000001s", 5_000_000_000)]
    [InlineData("0.9ns", 0)]
    [InlineData("1.0000000019s", 1_000_000_001)]
    [InlineData("10ns11us12\u00b5s13\u03bcs14ms", 14_036_010)]
    [InlineData("7d", 604_800_000_000_000)]
    [InlineData("1.5d", 129_600_000_000_000)]
    [InlineData("1w2d3h", 788_400_000_000_000)]
    [InlineData("00000000000000000000000000001s", 1_000_000_000)]
    [InlineData("9223372036854775807ns", long.MaxValue)]
    [InlineData("9223372036854775.807us", long.MaxValue)]
    [InlineData("-9223372036854775808ns", long.MinValue)]
    [InlineData("-2562047h47m16.854775808s", long.MinValue)]
    public void A_duration_is_read(string text, long nanoseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration));
        Assert.Equal(nanoseconds, duration.Nanoseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("00")]
    [InlineData("-")]
    [InlineData("+")]
    [InlineData("s")]
    [InlineData(".")]
    [InlineData("-.")]
    [InlineData(".s")]
    [InlineData("+.s")]
    [InlineData("1d1")]
    [InlineData("1y")]
    [InlineData("1S")]
    [InlineData("1 s")]
    [InlineData(" 1s")]
    [InlineData("1s ")]
    [InlineData("1..5s")]
    [InlineData("1,5s")]
    [InlineData("1e3s")]
    [InlineData("--1s")]
    [InlineData("1h-1m")]
    [InlineData("\u0661s")]
    [InlineData("9223372036854775808ns")]
    [InlineData("-9223372036854775809ns")]
    [InlineData("9223372036854775.808us")]
    [InlineData("9223372036854775807ns1ns")]
    [InlineData("99999999999999999999999999999999999999999999w")]
    [InlineData("15251w")]
    public void Anything_else_is_not(string? text) => Assert.False(GoDuration.TryParse(text, out _));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ns")]
    [InlineData(1_100, "1.1\u00b5s")]
    [InlineData(2_200_000, "2.2ms")]
    [InlineData(100_000_000, "100ms")]
    [InlineData(999_999_999, "999.999999ms")]
    [InlineData(1_500_000_000, "1.5s")]
    [InlineData(3_300_000_000, "3.3s")]
    [InlineData(10_000_000_000, "10s")]
    [InlineData(60_000_000_000, "1m0s")]
    [InlineData(245_000_000_000, "4m5s")]
    [InlineData(245_001_000_000, "4m5.001s")]
    [InlineData(5_400_000_000_000, "1h30m0s")]
    [InlineData(18_367_001_000_000, "5h6m7.001s")]
    [InlineData(480_000_000_001, "8m0.000000001s")]
    [InlineData(604_800_000_000_000, "168h0m0s")]
    [InlineData(-1_500_000_000, "-1.5s")]
    [InlineData(-1, "-1ns")]
    [InlineData(long.MaxValue, "2562047h47m16.854775807s")]
    [InlineData(long.MinValue, "-2562047h47m16.854775808s")]
    public void A_duration_is_written_as_Go_writes_it(long nanoseconds, string expected) =>
        Assert.Equal(expected, new GoDuration(nanoseconds).ToString());

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.OneOf(Gen.Long, Gen.Long[-1_000_000_000_000, 1_000_000_000_000], Gen.Long[-2_000, 2_000])
        .Sample(nanoseconds =>
            GoDuration.TryParse(new GoDuration(nanoseconds).ToString(), out var read) && read.Nanoseconds == nanoseconds);

    [Fact]
    public void Reading_never_throws_and_what_it_reads_survives_writing() => Gen.String["0123456789.+-nuµmshdw x"]
        .Sample(text =>
            !GoDuration.TryParse(text, out var duration) ||
            (GoDuration.TryParse(duration.ToString(), out var again) && again == duration));

    [Fact]
    public void Json_holds_the_text_form()
    {
        Assert.Equal("\"1h30m0s\"", JsonSerializer.Serialize(new GoDuration(5_400_000_000_000)));
        Assert.Equal(new GoDuration(5_400_000_000_000), JsonSerializer.Deserialize<GoDuration>("\"90m\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GoDuration>("\"soon\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<GoDuration>("5"));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(-101, -1)]
    public void A_span_of_the_clock_is_rounded_up_so_that_no_timer_fires_early(long nanoseconds, long ticks) =>
        Assert.Equal(ticks, new GoDuration(nanoseconds).ToTimeSpan().Ticks);

    [Fact]
    public void An_instant_after_a_span_stays_within_the_calendar()
    {
        Assert.Equal(Noon.AddMinutes(90), new GoDuration(5_400_000_000_000).After(Noon));
        Assert.Equal(Noon.AddSeconds(-1), new GoDuration(-1_000_000_000).After(Noon));
        Assert.Equal(DateTimeOffset.MaxValue, new GoDuration(long.MaxValue).After(DateTimeOffset.MaxValue.AddDays(-1)));
        Assert.Equal(DateTimeOffset.MinValue, new GoDuration(long.MinValue).After(DateTimeOffset.MinValue.AddDays(1)));
        Assert.Equal(
            DateTimeOffset.MaxValue,
            new GoDuration(1).After(new DateTimeOffset(DateTime.MaxValue.Ticks, TimeSpan.Zero)));
    }
}
