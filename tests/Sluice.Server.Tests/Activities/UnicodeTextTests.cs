using System.Text;
using System.Text.Json;
using Sluice.Server.Activities;

namespace Sluice.Server.Tests.Activities;

public sealed class UnicodeTextTests
{
    [Theory]
    [InlineData("""{"a":"x"}""", """{"a":"x"}""")]
    [InlineData("""["\ud83d\ude00","\uD83D\uDE00"]""", """["\ud83d\ude00","\uD83D\uDE00"]""")]
    [InlineData("""["\ud83d"]""", """["\ufffd"]""")]
    [InlineData("""["\ude00\ud83d"]""", """["\ufffd\ufffd"]""")]
    [InlineData("""["\ud83d\ud83d\ude00"]""", """["\ufffd\ud83d\ude00"]""")]
    [InlineData("""["\ud83dx\ude00\u00e9"]""", """["\ufffdx\ufffd\u00e9"]""")]
    [InlineData("""["\\\\ud83d","\\\ud83d"]""", """["\\\\ud83d","\\\ufffd"]""")]
    [InlineData("""["\ud8""", """["\ud8""")]
    [InlineData("\\", "\\")]
    [InlineData("", "")]
    public void Halves_of_characters_are_replaced_and_nothing_else(string json, string repaired) =>
        Assert.Equal(repaired, Encoding.UTF8.GetString(UnicodeText.Repair(Encoding.UTF8.GetBytes(json)).Span));

    [Fact]
    public void Bytes_that_are_no_text_are_replaced() =>
        Assert.Equal("[\"\ufffdx\"]", Encoding.UTF8.GetString(UnicodeText.Repair(new byte[] { (byte)'[', (byte)'"', 0xC3, (byte)'x', (byte)'"', (byte)']' }).Span));

    [Fact]
    public void What_is_repaired_can_be_read_and_written_again()
    {
        using var document = JsonDocument.Parse(UnicodeText.Repair(Encoding.UTF8.GetBytes("""{"\ud800":"\udfff"}""")));

        Assert.Equal("""{"\uFFFD":"\uFFFD"}""", JsonSerializer.Serialize(document.RootElement));
    }
}
