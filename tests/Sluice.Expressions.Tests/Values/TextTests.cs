using CsCheck;
using ByteText = Sluice.Expressions.Values.Text;

namespace Sluice.Expressions.Tests.Values;

/// <summary>Strings are sequences of bytes, whatever .NET makes of them.</summary>
public sealed class TextTests
{
    [Fact]
    public void Bytes_survive_being_text() => Gen.Byte.Array.Sample(bytes =>
    {
        var text = ByteText.FromBytes(bytes);

        Assert.Equal(bytes, ByteText.ToBytes(text));
        Assert.Equal(bytes.Length, ByteText.ByteLength(text));
    });

    [Fact]
    public void Cutting_and_joining_anywhere_gives_the_text_back() => Gen.Select(Gen.Byte.Array, Gen.Int[0, 30]).Sample((bytes, cut) =>
    {
        var text = ByteText.FromBytes(bytes);
        var at = Math.Min(cut, bytes.Length);

        Assert.Equal(text, ByteText.Concat(ByteText.Slice(text, 0, at), ByteText.Slice(text, at, bytes.Length)));
    });

    [Fact]
    public void Texts_are_ordered_by_their_bytes() => Gen.Select(Gen.Byte.Array, Gen.Byte.Array).Sample((first, second) =>
        Assert.Equal(
            Math.Sign(first.AsSpan().SequenceCompareTo(second)),
            Math.Sign(ByteText.Compare(ByteText.FromBytes(first), ByteText.FromBytes(second)))));

    [Theory]
    [InlineData("len('é😀x')", "3")]
    [InlineData("indexOf('é😀x', 'x')", "6")]
    [InlineData("lastIndexOf('éxé', 'é')", "3")]
    [InlineData("'é😀x'[2:6]", "😀")]
    [InlineData("x[0]", "195")]
    [InlineData("x[0:1] + x[1:2] == 'é'", "true")]
    [InlineData("x[0:1] contains x[1:2]", "false")]
    [InlineData("x contains x[1:2]", "true")]
    [InlineData("indexOf(x, x[1:2])", "1")]
    [InlineData("len(x[0:1])", "1")]
    [InlineData("split('é😀', '')", "[é 😀]")]
    [InlineData("replace('ab', '', '-')", "-a-b-")]
    [InlineData("replace('aaa', 'a', 'b', 2)", "bba")]
    [InlineData("splitAfter('a,b', ',')", "[a, b]")]
    [InlineData("split('a,b,c', ',', 2)", "[a b,c]")]
    [InlineData("trim('xéx', 'x')", "é")]
    [InlineData("upper('ßıſǆ')", "ßISǄ")]
    [InlineData("lower('İKẞ')", "ikß")]
    public void Offsets_count_bytes_and_lengths_count_characters(string text, string expected) =>
        Assert.Equal(expected, Evaluations.Text(text, """{"x": "é"}"""));
}
