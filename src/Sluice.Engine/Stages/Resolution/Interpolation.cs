using System.Text;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>
/// Replaces <c>${name}</c> by variables, as the regular expression <c>\$\{[^}]+\}</c> would find them: no escape, no recursion,
/// and <c>${}</c> stays as it is.
/// </summary>
internal static class Interpolation
{
    private const string Opening = "${";

    /// <summary>Whether a text may depend on variables.</summary>
    public static bool IsIn(string text) => text.Contains(Opening, StringComparison.Ordinal);

    /// <summary>Replaces every variable of a text; an unknown one becomes empty.</summary>
    /// <param name="template">The text as written.</param>
    /// <param name="variables">The values by name.</param>
    /// <param name="charsMax">Most characters of the result.</param>
    /// <returns>The result, or null when it would be longer.</returns>
    public static string? Expand(string template, IReadOnlyDictionary<string, string> variables, int charsMax)
    {
        var result = new StringBuilder();
        var rest = template.AsSpan();
        while (TryFindVariable(rest, out var start, out var name))
        {
            var value = variables.GetValueOrDefault(name, "");
            if (result.Length + start + value.Length > charsMax)
            {
                return null;
            }

            result.Append(rest[..start]).Append(value);
            rest = rest[(start + Opening.Length + name.Length + 1)..];
        }

        return result.Length + rest.Length > charsMax ? null : result.Append(rest).ToString();
    }

    private static bool TryFindVariable(ReadOnlySpan<char> text, out int start, out string name)
    {
        name = "";
        for (start = 0; ; start++)
        {
            var opening = text[start..].IndexOf(Opening);
            if (opening < 0)
            {
                return false;
            }

            start += opening;
            var inside = text[(start + Opening.Length)..];
            var length = inside.IndexOf('}');
            if (length < 0)
            {
                return false;
            }

            if (length > 0)
            {
                name = inside[..length].ToString();
                return true;
            }
        }
    }
}
