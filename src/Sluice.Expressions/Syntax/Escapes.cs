using System.Text;

namespace Sluice.Expressions.Syntax;

/// <summary>What the escapes in a literal stand for. The lexer has checked their shape already; here their values are.</summary>
internal static class Escapes
{
    public static bool TryDecode(ReadOnlySpan<char> content, out string value)
    {
        var text = new StringBuilder(content.Length);
        value = "";
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '\\')
            {
                text.Append(content[i] == '\r' ? '\n' : content[i]);
                continue;
            }

            if (!TryCodePoint(content, ref i, out var codePoint, out _) || codePoint > 0x10FFFF)
            {
                return false;
            }

            text.Append(Rune.IsValid(codePoint) ? new Rune(codePoint).ToString() : "\uFFFD");
        }

        value = text.ToString();
        return true;
    }

    public static bool TryDecodeBytes(ReadOnlySpan<char> content, out byte[] value)
    {
        var bytes = new List<byte>(content.Length);
        value = [];
        Span<byte> encoded = stackalloc byte[4];
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] != '\\')
            {
                Rune.DecodeFromUtf16(content[i..], out var rune, out var length);
                bytes.AddRange(encoded[..(content[i] == '\r' ? new Rune('\n') : rune).EncodeToUtf8(encoded)]);
                i += length - 1;
                continue;
            }

            if (!TryCodePoint(content, ref i, out var codePoint, out var unicode) || unicode)
            {
                return false;
            }

            bytes.Add((byte)codePoint);
        }

        value = [.. bytes];
        return true;
    }

    /// <summary>Reads the escape at <paramref name="index"/> and leaves the index on its last character.</summary>
    private static bool TryCodePoint(ReadOnlySpan<char> content, ref int index, out int codePoint, out bool unicode)
    {
        var kind = content[++index];
        unicode = kind is 'u' or 'U';
        codePoint = kind switch
        {
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => kind,
        };
        switch (kind)
        {
            case >= '0' and <= '7':
                codePoint = Digits(content.Slice(index, 3), shift: 3);
                index += 2;
                return kind <= '3';
            case 'u' when content[index + 1] == '{':
                var end = index + content[index..].IndexOf('}');
                codePoint = Digits(content[(index + 2)..end], shift: 4);
                index = end;
                return true;
            case 'x' or 'u' or 'U':
                var count = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
                codePoint = Digits(content.Slice(index + 1, count), shift: 4);
                index += count;
                return codePoint >= 0;
            default:
                return true;
        }
    }

    private static int Digits(ReadOnlySpan<char> digits, int shift)
    {
        var value = 0L;
        foreach (var digit in digits)
        {
            value = (value << shift) | (uint)Characters.HexDigit(digit);
        }

        return value > int.MaxValue ? -1 : (int)value;
    }
}
