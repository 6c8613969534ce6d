using System.Text;

namespace Sluice.Expressions;

/// <summary>The text of an expression, and how its offsets read as lines and columns.</summary>
internal sealed class SourceText
{
    public SourceText(string text) => Text = Values.Text.ReplaceLoneSurrogates(text);

    public string Text { get; }

    /// <summary>Lines end at line feeds only; columns count code points. Null when the line is empty: there is nothing to point at.</summary>
    public (int Line, int Column, string Snippet)? Locate(int offset)
    {
        offset = Math.Clamp(offset, 0, Text.Length);
        var start = offset == 0 ? 0 : Text.LastIndexOf('\n', offset - 1) + 1;
        var end = Text.IndexOf('\n', start);
        var line = Text[start..(end < 0 ? Text.Length : end)];
        if (line.Length == 0)
        {
            return null;
        }

        var before = 0;
        foreach (var _ in Text.AsSpan(start, offset - start).EnumerateRunes())
        {
            before++;
        }

        var snippet = new StringBuilder(" | ").Append(line.Replace('\t', ' ')).Append("\n | ").Append('.', before).Append('^');
        return (Text.AsSpan(0, start).Count('\n') + 1, before + 1, snippet.ToString());
    }
}
