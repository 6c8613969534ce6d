using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace Sluice.Server.Activities;

/// <summary>
/// Makes JSON from outside fit to be recorded. A text that was cut in the middle of a character is legal JSON and no Unicode, and
/// the journal cannot hold it: the outcome of a call that has moved money would be lost over an emoji.
/// </summary>
internal static class UnicodeText
{
    /// <summary>An escape such as <c>\ud83d</c>.</summary>
    private const int EscapeLength = 6;

    /// <summary>Puts the replacement character in the place of what is no Unicode.</summary>
    /// <param name="json">The JSON, or whatever came instead of it.</param>
    internal static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        }

        byte[]? repaired = null;
        var text = json.Span;
        var at = 0;
        while (text[at..].IndexOf((byte)'\\') is >= 0 and var skipped)
        {
            at += skipped;
            if (CodeAt(text, at) is not { } code)
            {
                // Two characters: the second may be a backslash itself.
                at = Math.Min(at + 2, text.Length);
            }
            else if (char.IsHighSurrogate(code) && CodeAt(text, at + EscapeLength) is { } next && char.IsLowSurrogate(next))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                if (char.IsSurrogate(code))
                {
                    repaired ??= json.ToArray();
                    "fffd"u8.CopyTo(repaired.AsSpan(at + 2));
                }

                at += EscapeLength;
            }
        }

        return repaired ?? json;
    }

    /// <returns>The character that an escape at this place stands for; null when there is none.</returns>
    private static char? CodeAt(ReadOnlySpan<byte> text, int at) =>
        at + EscapeLength <= text.Length
        && text[at] == '\\'
        && text[at + 1] == 'u'
        && Utf8Parser.TryParse(text.Slice(at + 2, 4), out ushort code, out var read, 'x')
        && read == 4
            ? (char)code
            : null;
}
