namespace Sluice.Expressions.Syntax;

/// <summary>How tightly operators bind.</summary>
internal static class Operators
{
    public const int Loosest = 0;

    /// <summary>The precedence of an infix operator, or -1.</summary>
    public static int Binary(string operation) => operation switch
    {
        "|" => 0,
        "or" or "||" => 10,
        "and" or "&&" => 15,
        "==" or "!=" or "<" or ">" or "<=" or ">=" or "in" or "matches" or "contains" or "startsWith" or "endsWith" => 20,
        ".." => 25,
        "+" or "-" => 30,
        "*" or "/" or "%" => 60,
        "**" or "^" => 100,
        "??" => 500,
        _ => -1,
    };

    /// <summary>The precedence of a prefix operator, or -1.</summary>
    public static int Prefix(string operation) => operation switch
    {
        "not" or "!" => 50,
        "-" or "+" => 90,
        _ => -1,
    };

    public static bool IsRightAssociative(string operation) => operation is "**" or "^";

    public static bool IsOrdering(string operation) => operation is "<" or ">" or "<=" or ">=";

    /// <summary>Whether <c>not</c> can stand before it.</summary>
    public static bool IsNegatable(string operation) => operation is "in" or "matches" or "contains" or "startsWith" or "endsWith";
}
