using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sluice.Expressions.Values;

/// <summary>Text in JSON documents, also where an escape or a byte of it is not valid: that becomes U+FFFD instead of an exception.</summary>
internal static class JsonText
{
    public static string Decode(JsonElement element) => Decode(Raw(element));

    /// <summary>Decodes what is between the quotes.</summary>
    public static string Decode(ReadOnlySpan<byte> raw) =>
        raw.IndexOf((byte)'\\') < 0 ? Encoding.UTF8.GetString(raw) : Unescape(Encoding.UTF8.GetString(raw));

    public static bool IsEqual(JsonElement element, string text, ReadOnlySpan<byte> utf8)
    {
        var raw = Raw(element);
        return raw.IndexOf((byte)'\\') < 0 ? raw.SequenceEqual(utf8) : string.Equals(Decode(element), text, StringComparison.Ordinal);
    }

    private static ReadOnlySpan<byte> Raw(JsonElement element) => JsonMarshal.GetRawUtf8Value(element)[1..^1];

    private static string Unescape(string escaped)
    {
        var text = new StringBuilder(escaped.Length);
        for (var i = 0; i < escaped.Length; i++)
        {
            if (escaped[i] != '\\')
            {
                text.Append(escaped[i]);
                continue;
            }

            i++;
            switch (escaped[i])
            {
                case 'b':
                    text.Append('\b');
                    break;
                case 'f':
                    text.Append('\f');
                    break;
                case 'n':
                    text.Append('\n');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                case 't':
                    text.Append('\t');
                    break;
                case 'u':
                    text.Append((char)Convert.ToUInt16(escaped.Substring(i + 1, 4), 16));
                    i += 4;
                    break;
                default:
                    text.Append(escaped[i]);
                    break;
            }
        }

        return Text.ReplaceLoneSurrogates(text.ToString());
    }
}
