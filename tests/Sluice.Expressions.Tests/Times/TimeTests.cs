using Microsoft.Extensions.Time.Testing;

namespace Sluice.Expressions.Tests.Times;

public sealed class TimeTests
{
    [Theory]
    [InlineData("date('2023-07-14T12:00:00Z').In(timezone('Europe/Paris'))", "2023-07-14 14:00:00 +0200 CEST")]
    [InlineData("date('2050-07-14T12:00:00Z').In(timezone('Australia/Sydney'))", "2050-07-14 22:00:00 +1000 AEST")]
    [InlineData("date('2023-08-14T15:04:05+02:00')", "2023-08-14 15:04:05 +0200 +0200")]
    [InlineData("date('2023-03-26 02:30:00', '2006-01-02 15:04:05', 'Europe/Paris')", "2023-03-26 03:30:00 +0200 CEST")]
    [InlineData("date('2023-10-29 02:30:00', '2006-01-02 15:04:05', 'Europe/Paris')", "2023-10-29 02:30:00 +0100 CET")]
    [InlineData("date('14 Aug 23 10:00 EDT', '02 Jan 06 15:04 MST', 'America/New_York')", "2023-08-14 10:00:00 -0400 EDT")]
    [InlineData("date('14 Aug 23 10:00 XYZ', '02 Jan 06 15:04 MST', 'Europe/Paris')", "2023-08-14 10:00:00 +0000 XYZ")]
    [InlineData("date('14 Aug 23 10:00 GMT+3', '02 Jan 06 15:04 MST', 'Europe/Paris')", "2023-08-14 13:00:00 +0300 GMT+3")]
    [InlineData("date('15:04:05')", "0000-01-01 15:04:05 +0000 UTC")]
    [InlineData("date('2024-060', '2006-002')", "2024-02-29 00:00:00 +0000 UTC")]
    [InlineData("date('2023-08-14 10:00:00.123456789')", "2023-08-14 10:00:00.123456789 +0000 UTC")]
    [InlineData("date('12:05 am', '03:04 pm').Hour()", "0")]
    [InlineData("date('2023-01-31').AddDate(0, 1, 0).Format('2006-01-02')", "2023-03-03")]
    [InlineData("date('2024-12-30').ISOWeek()", "2025")]
    [InlineData("date('2023-08-04').Format('Mon Monday Jan January 1 01 2 02 _2 002 __2')", "Fri Friday Aug August 8 08 4 04  4 216 216")]
    [InlineData("date('2023-08-04T15:06:07Z').Format('15 3 03 4 04 5 05 PM pm')", "15 3 03 6 06 7 07 PM pm")]
    [InlineData("date('2023-08-04T15:06:07.0809Z').Format('.000 .999 ,00')", ".080 .08 ,08")]
    [InlineData("date('2023-08-04T05:06:07+05:30').Format('Z07:00 Z0700 Z07 -07:00 -0700 -07')", "+05:30 +0530 +05 +05:30 +0530 +05")]
    [InlineData("date('2023-08-04T05:06:07-05:30').Format('Z07:00:00 -070000 Z070000 -07:00:00')", "-05:30:00 -053000 -053000 -05:30:00")]
    [InlineData("date('2023-08-14T10:00:00Z') == date('2023-08-14T12:00:00+02:00')", "true")]
    [InlineData("{a: date('2023-08-14T10:00:00+02:00')} == {a: date('2023-08-14T10:00:00+02:00')}", "true")]
    [InlineData("{a: date('2023-08-14T10:00:00Z')} == {a: date('2023-08-14T12:00:00+02:00')}", "false")]
    [InlineData("date('2023-08-14') - date('0001-01-01') == duration('2562047h47m16.854775807s')", "true")]
    [InlineData("date('2023-08-14T15:44:45Z').Round(duration('1h'))", "2023-08-14 16:00:00 +0000 UTC")]
    [InlineData("duration('1h25m').Round(duration('30m'))", "1h30m0s")]
    [InlineData("duration('-1.5us')", "-1.5µs")]
    [InlineData("date('2023-08-14').AddDate(9223372036854775807, 5, 5) != nil", "true")]
    public void Dates_and_durations_are_those_of_the_language(string text, string expected) => Assert.Equal(
        expected, Evaluations.Text(text));

    [Fact]
    public void Now_comes_from_the_clock_and_does_not_move_within_an_evaluation()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero))
        {
            AutoAdvanceAmount = TimeSpan.FromSeconds(1),
        };
        clock.SetLocalTimeZone(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));
        var options = new CompileOptions { Clock = clock };

        Assert.Equal(
            "2026-03-01 11:00:00 +0100 CET Local true",
            Evaluations.Text("string(now()) + ' ' + now().Location().String() + ' ' + string(now() == now())", options: options));
        Assert.Equal("2026-03-01T10:00:01Z", Evaluations.Text("now().UTC().Format('2006-01-02T15:04:05Z07:00')", options: options));
    }
}
