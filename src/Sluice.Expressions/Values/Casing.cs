using System.Text;

namespace Sluice.Expressions.Values;

/// <summary>Upper and lower case, one character for one, and the same in every culture.</summary>
internal static class Casing
{
    public static string ToUpper(string text) => Map(text, static rune => rune.Value switch
    {
        // .NET leaves these alone because their mapping does not come back.
        0x131 => new Rune('I'),
        0x17F => new Rune('S'),
        _ => Rune.ToUpperInvariant(rune),
    });

    public static string ToLower(string text) => Map(text, static rune => rune.Value switch
    {
        0x130 => new Rune('i'),
        0x1E9E => new Rune('ß'),
        0x2126 => new Rune('ω'),
        0x212A => new Rune('k'),
        0x212B => new Rune('å'),
        _ => Rune.ToLowerInvariant(rune),
    });

    private static string Map(string text, Func<Rune, Rune> map)
    {
        var mapped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                // A byte without its character stays as it is.
                mapped.Append(text[i++]);
                continue;
            }

            mapped.Append(map(rune).ToString());
            i += rune.Utf16SequenceLength;
        }

        return mapped.ToString();
    }
}
