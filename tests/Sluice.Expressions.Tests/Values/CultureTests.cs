using System.Globalization;

namespace Sluice.Expressions.Tests.Values;

public sealed class CultureTests
{
    [Theory]
    [InlineData("string(-1.5) + string(1e21) + string(-7)", "-1.51e+21-7")]
    [InlineData("float('-1.5') + int('-2')", "-3.5")]
    [InlineData("toJSON([-1.5, -2])", "[\n  -1.5,\n  -2\n]")]
    [InlineData("date('2023-08-14').Format('Mon Jan 2 2006') + upper('i')", "Mon Aug 14 2023I")]
    [InlineData("1.5 < 2 and 'a' < 'B' == false and 'I' matches '(?i)i'", "true")]
    [InlineData("duration('-1.5h')", "-1h30m0s")]
    [InlineData("{a: -1}", "map[a:-1]")]
    public void The_culture_of_the_thread_changes_nothing(string text, string expected)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.Equal(expected, Evaluations.Text(text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
