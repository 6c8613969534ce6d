using Sluice.Expressions.Times;

namespace Sluice.Expressions.Tests.Times;

public sealed class ZoneTests
{
    [Theory]
    [InlineData("Europe/Paris")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kolkata")]
    [InlineData("Asia/Tehran")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Pacific/Apia")]
    public void Offsets_are_those_of_the_platform(string name)
    {
        var zone = ZoneFiles.Find(name);
        var platform = TimeZoneInfo.FindSystemTimeZoneById(name);
        Assert.NotNull(zone);

        var random = new Random(4711);
        for (var i = 0; i < 2_000; i++)
        {
            var instant = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(0, 3_000_000_000));
            Assert.Equal((instant, platform.GetUtcOffset(instant).TotalSeconds), (instant, zone.At(instant.ToUnixTimeSeconds()).Seconds));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("UTC")]
    public void Utc_has_two_names(string name) => Assert.Same(Zone.Utc, ZoneFiles.Find(name));

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/localtime")]
    [InlineData("europe/paris")]
    [InlineData("zone.tab")]
    [InlineData("Europe")]
    [InlineData("Europe/Paris\0")]
    [InlineData("\\\\server\\share")]
    public void What_is_no_zone_is_none(string name) => Assert.Null(ZoneFiles.Find(name));

    [Theory]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", 1_690_000_000, 7_200, "CEST")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", 1_700_000_000, 3_600, "CET")]
    [InlineData("<-03>3", 1_700_000_000, -10_800, "-03")]
    [InlineData("AEST-10AEDT,M10.1.0,M4.1.0/3", 1_700_000_000, 39_600, "AEDT")]
    [InlineData("IST-2IDT,J80,J300/2:30:00", 1_690_000_000, 10_800, "IDT")]
    [InlineData("XXX3:30:15YYY2,60,300", 1_690_000_000, -7_200, "YYY")]
    public void A_rule_tells_what_is_in_force(string rule, long instant, int seconds, string abbreviation)
    {
        var offset = ZoneRule.Parse(rule)!.At(instant);

        Assert.Equal((seconds, abbreviation), (offset.Seconds, offset.Abbreviation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X")]
    [InlineData("CET")]
    [InlineData("CET-1CEST,")]
    [InlineData("CET-1CEST,M3")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/x")]
    public void What_is_no_rule_is_none(string rule) => Assert.Null(ZoneRule.Parse(rule));

    [Fact]
    public void Damaged_files_are_no_zones()
    {
        var file = File.ReadAllBytes("/usr/share/zoneinfo/Europe/Paris");
        var random = new Random(4711);
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = file[..random.Next(file.Length)];
            if (damaged.Length > 0)
            {
                damaged[random.Next(Math.Min(60, damaged.Length))] = (byte)random.Next(256);
            }

            // Cut off before its end, no file is a zone; none makes reading fail.
            ZoneFiles.Read("x", damaged);
        }
    }
}
