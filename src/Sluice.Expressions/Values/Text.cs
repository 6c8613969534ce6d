using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Expressions.Values;

/// <summary>
/// Strings as the language sees them: sequences of bytes that normally are UTF-8. A byte that is not part of any character, as slicing
/// can leave it behind, is kept as a lone surrogate U+DC80 to U+DCFF, so that joining the parts again gives the character back.
/// </summary>
internal static class Text
{
    private const char FirstStray = '\uDC80';
    private const char LastStray = '\uDCFF';
    private static readonly SearchValues<char> Surrogates = SearchValues.Create(
        string.Create(0x800, 0, static (characters, _) =>
        {
            for (var i = 0; i < characters.Length; i++)
            {
                characters[i] = (char)(0xD800 + i);
            }
        }));

    public static bool IsAscii(string text) => Ascii.IsValid(text);

    public static bool HasSurrogates(string text) => text.AsSpan().ContainsAny(Surrogates);

    /// <summary>Whether a byte without its character may be in it.</summary>
    public static bool HasStrays(string text)
    {
        for (var i = text.AsSpan().IndexOfAny(Surrogates); i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]))
            {
                i++;
            }
            else if (char.IsLowSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }

    public static string ReplaceLoneSurrogates(string text)
    {
        if (!HasSurrogates(text))
        {
            return text;
        }

        var replaced = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            replaced.Append(rune.ToString());
        }

        return replaced.ToString();
    }

    public static byte[] ToBytes(string text)
    {
        if (!HasStrays(text))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var bytes = new ArrayBufferWriter<byte>(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (IsStray(text[i]))
            {
                bytes.GetSpan(1)[0] = (byte)text[i++];
                bytes.Advance(1);
                continue;
            }

            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            bytes.Advance(rune.EncodeToUtf8(bytes.GetSpan(4)));
            i += length;
        }

        return bytes.WrittenSpan.ToArray();
    }

    public static string FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes))
        {
            return Encoding.UTF8.GetString(bytes);
        }

        var text = new StringBuilder(bytes.Length);
        while (bytes.Length > 0)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
                bytes = bytes[length..];
                continue;
            }

            text.Append((char)(FirstStray + bytes[0] - 0x80));
            bytes = bytes[1..];
        }

        return text.ToString();
    }

    public static int ByteLength(string text) => ByteLength(text.AsSpan());

    public static int ByteLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        foreach (var character in text)
        {
            // Half of a pair is two of the four bytes; a stray byte looks like half a pair and is corrected below.
            length += character < 0x80 ? 1 : character < 0x800 || char.IsSurrogate(character) ? 2 : 3;
        }

        for (var i = text.IndexOfAny(Surrogates); i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]))
            {
                i++;
            }
            else if (char.IsLowSurrogate(text[i]))
            {
                length--;
            }
        }

        return length;
    }

    public static int CodePointCount(string text)
    {
        var count = text.Length;
        for (var i = text.AsSpan().IndexOfAny(Surrogates); i >= 0 && i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>In order of the bytes, which is the order of the code points.</summary>
    public static int Compare(string left, string right) => HasSurrogates(left) || HasSurrogates(right)
        ? ToBytes(left).AsSpan().SequenceCompareTo(ToBytes(right))
        : string.CompareOrdinal(left, right);

    public static string Concat(string left, string right) =>
        left.Length > 0 && right.Length > 0 && IsStray(left[^1]) && IsStray(right[0])
            ? FromBytes([.. ToBytes(left), .. ToBytes(right)])
            : string.Concat(left, right);

    /// <summary>The bytes from one offset to another.</summary>
    public static string Slice(string text, int from, int to) =>
        IsAscii(text) ? text[from..to] : FromBytes(ToBytes(text).AsSpan(from, to - from));

    public static bool Contains(string text, string part) =>
        HasStrays(part) ? ToBytes(text).AsSpan().IndexOf(ToBytes(part)) >= 0 : text.Contains(part, StringComparison.Ordinal);

    public static bool StartsWith(string text, string part) =>
        HasStrays(part) ? ToBytes(text).AsSpan().StartsWith(ToBytes(part)) : text.StartsWith(part, StringComparison.Ordinal);

    public static bool EndsWith(string text, string part) =>
        HasStrays(part) ? ToBytes(text).AsSpan().EndsWith(ToBytes(part)) : text.EndsWith(part, StringComparison.Ordinal);

    /// <summary>The byte offset of the first occurrence, or -1.</summary>
    public static int IndexOf(string text, string part)
    {
        if (HasStrays(part))
        {
            return ToBytes(text).AsSpan().IndexOf(ToBytes(part));
        }

        var index = text.IndexOf(part, StringComparison.Ordinal);
        return index <= 0 ? index : ByteLength(text.AsSpan(0, index));
    }

    /// <summary>The byte offset of the last occurrence, or -1.</summary>
    public static int LastIndexOf(string text, string part)
    {
        if (HasStrays(part))
        {
            return ToBytes(text).AsSpan().LastIndexOf(ToBytes(part));
        }

        var index = part.Length == 0 ? text.Length : text.LastIndexOf(part, StringComparison.Ordinal);
        return index <= 0 ? index : ByteLength(text.AsSpan(0, index));
    }

    private static bool IsStray(char character) => character is >= FirstStray and <= LastStray;
}
