using System.Text.RegularExpressions;

namespace Sluice.Runs;

/// <summary>The <c>${name}</c> placeholders of workflows.</summary>
internal static partial class Template
{
    /// <summary>The names of the placeholders in a text, each once, in the order in which they appear.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        Placeholder().Matches(text).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal);

    /// <summary>Fills the placeholders of a text; unknown ones become empty, as in the engine.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> variables) =>
        Placeholder().Replace(text, match => variables.GetValueOrDefault(match.Groups["name"].Value, ""));

    /// <summary>Fills the placeholders of a text that have a value, and leaves the others as they are.</summary>
    public static string FillKnown(string text, IReadOnlyDictionary<string, string> variables) =>
        Placeholder().Replace(text, match => variables.GetValueOrDefault(match.Groups["name"].Value, match.Value));

    [GeneratedRegex(@"\$\{(?<name>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
