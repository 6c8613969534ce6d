namespace Sluice.Expressions;

/// <summary>What to do about problems that have different remedies.</summary>
internal static class Hints
{
    public static string? ForToken(string token) => token switch
    {
        "EOF" => "the expression ends too early",
        "Operator(\"=\")" => "== compares",
        "Operator(\"&\")" => "&& or and joins conditions",
        "Operator(\"#\")" => "# is the element inside a predicate, as in filter(list, # > 1)",
        "Operator(\";\")" => "sequences need parentheses here",
        "Operator(\"let\")" or "Operator(\"if\")" => "put parentheses around it",
        "Operator(\":\")" => "a map in a predicate needs another pair of braces: map(list, {{a: #}})",
        _ => null,
    };

    public static string? ForOperation(string operation) => operation switch
    {
        "+" => "string(x) makes text of any value",
        "in" => "contains looks for text in text",
        _ => null,
    };

    public static string? ForArgument(string function) => function is "len" ? "strings, arrays, bytes and maps have a length" : null;
}
