namespace Sluice.Expressions.Syntax;

/// <summary>The text of short tokens without a new string for each: nearly every token is one of these.</summary>
internal static class Words
{
    private static readonly string[] Known =
    [
        "+", "-", "*", "/", "%", "^", "**", "=", "==", "!=", "<", ">", "<=", ">=", "!", "&&", "||", "|", "?", "??", "?.", ".", "..", ":",
        "::", ";", ",", "#", "(", ")", "[", "]", "{", "}", "not", "in", "or", "and", "let", "if", "else", "true", "false", "nil", "0", "1",
    ];

    private static readonly string[]?[] ByFirst = Index();

    public static string Text(ReadOnlySpan<char> word)
    {
        if (word.Length is > 0 and < 6 && word[0] < ByFirst.Length && ByFirst[word[0]] is { } candidates)
        {
            foreach (var candidate in candidates)
            {
                if (word.SequenceEqual(candidate))
                {
                    return candidate;
                }
            }
        }

        return word.ToString();
    }

    private static string[]?[] Index()
    {
        var index = new string[]?[128];
        foreach (var group in Known.GroupBy(word => word[0]))
        {
            index[group.Key] = [.. group];
        }

        return index;
    }
}
