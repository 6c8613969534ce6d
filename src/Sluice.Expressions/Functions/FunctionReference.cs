using System.Globalization;
using System.Text;
using Sluice.Expressions.Functions;

namespace Sluice.Expressions;

/// <summary>The functions of the language as a reference in Markdown, made from what the compiler knows of them.</summary>
public static class FunctionReference
{
    /// <summary>One table for each group of functions, and one each for the methods of times and of durations.</summary>
    public static string ToMarkdown()
    {
        var text = new StringBuilder();
        Table(
            text, "Lists and predicates", "call",
            PredicateFunctions.All.Select(function => (Call(function.Name, function.Parameters), function.Summary)));
        foreach (var group in BuiltinFunctions.Groups)
        {
            Table(text, group.Key, "call", group.Select(function => (Call(function.Name, function.Parameters), function.Summary)));
        }

        Table(text, "Methods of times", "method", Methods.OfTime.Select(Row));
        Table(text, "Methods of durations", "method", Methods.OfDuration.Select(Row));
        return text.ToString();
    }

    private static (string Call, string Summary) Row(Method method) => (
        Call(method.Name, string.Join(", ", method.Parameters.Select(parameter => parameter.Name switch
        {
            "time.Time" => "time",
            "time.Duration" => "duration",
            "*time.Location" => "zone",
            var name => name,
        }))),
        method.Summary);

    private static string Call(string name, string parameters) => $"`{name}({parameters})`";

    private static void Table(StringBuilder text, string title, string column, IEnumerable<(string Call, string Summary)> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "\n" : "")}### {title}\n\n| {column} | gives |\n|---|---|\n");
        foreach (var (call, summary) in rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {call} | {summary} |\n");
        }
    }
}
