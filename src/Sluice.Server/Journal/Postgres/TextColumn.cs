using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Server.Journal.Postgres;

/// <summary>
/// Text as a column holds it. PostgreSQL takes every character but NUL, and no half of a surrogate pair; these are written as
/// U+0001 and four hexadecimal digits, and so is U+0001 itself. All other text is kept as it is, readable by everybody.
/// </summary>
internal static class TextColumn
{
    private const char Escape = '\u0001';

    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        '\0', Escape, .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code)]);

    public static string Encode(string text)
    {
        var first = text.AsSpan().IndexOfAny(Suspects);
        if (first < 0)
        {
            return text;
        }

        var encoded = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                encoded.Append(text, i++, 2);
            }
            else if (text[i] is '\0' or Escape || char.IsSurrogate(text[i]))
            {
                encoded.Append(Escape).Append(((int)text[i]).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                encoded.Append(text[i]);
            }
        }

        return encoded.ToString();
    }

    public static string Decode(string column)
    {
        var first = column.IndexOf(Escape, StringComparison.Ordinal);
        if (first < 0)
        {
            return column;
        }

        var text = new StringBuilder(column, 0, first, column.Length);
        for (var i = first; i < column.Length; i++)
        {
            if (column[i] == Escape)
            {
                text.Append((char)int.Parse(column.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
            else
            {
                text.Append(column[i]);
            }
        }

        return text.ToString();
    }
}
