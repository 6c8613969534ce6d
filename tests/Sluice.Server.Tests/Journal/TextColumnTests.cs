using CsCheck;
using Sluice.Server.Journal.Postgres;

namespace Sluice.Server.Tests.Journal;

public class TextColumnTests
{
    private static readonly Gen<string> GenText = Gen.Frequency(
        (6, Gen.Char['a', 'z']), (1, Gen.Char["\0\u0001\uD83C\uDF0A\uFFFF"])).Array[0, 12].Select(chars => new string(chars));

    [Fact]
    public void Any_text_comes_back_from_a_column_that_could_not_hold_it() => GenText.Sample(text =>
    {
        var column = TextColumn.Encode(text);

        Assert.DoesNotContain('\0', column);
        Assert.Equal(column, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(
            new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(column)));
        Assert.Equal(text, TextColumn.Decode(column));
    });

    [Theory]
    [InlineData("", "")]
    [InlineData("Zoë 🌊", "Zoë 🌊")]
    [InlineData("a\0b", "a\u00010000b")]
    [InlineData("\u0001", "\u00010001")]
    public void What_is_stored_never_changes(string text, string column) => Assert.Equal(column, TextColumn.Encode(text));

    [Fact]
    public void Half_a_character_is_stored_as_its_number() => Assert.Equal("🌊\u0001d83c", TextColumn.Encode("🌊\uD83C"));
}
