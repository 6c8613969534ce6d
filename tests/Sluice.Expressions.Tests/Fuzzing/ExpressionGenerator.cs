using System.Text;

namespace Sluice.Expressions.Tests.Fuzzing;

/// <summary>Makes texts that are expressions, were expressions, or never were.</summary>
internal sealed class ExpressionGenerator(Random random, IReadOnlyList<string> corpus)
{
    private static readonly string[] Names = ["a", "b", "m", "n", "s", "f", "t", "d", "big", "deep", "event", "missing", "len", "$env"];

    private static readonly string[] Members = ["x", "type", "amount", "in", "Year()", "String()", "Hours()", "Add(duration('1h'))", "y"];

    private static readonly string[] Operators =
    [
        "+", "-", "*", "/", "%", "**", "^", "==", "!=", "<", ">", "<=", ">=", "in", "not in", "and", "or", "&&", "||", "??", "..",
        "matches",
        "contains", "startsWith", "endsWith", "not matches", "|", "=", ";",
    ];

    private static readonly string[] Predicates =
    [
        "all", "any", "none", "one", "filter", "map", "count", "find", "findIndex", "findLast", "findLastIndex", "sum", "groupBy",
        "sortBy", "reduce",
    ];

    private static readonly string[] Functions =
    [
        "len", "type", "abs", "ceil", "floor", "round", "int", "float", "string", "trim", "trimPrefix", "trimSuffix", "upper", "lower",
        "split",
        "splitAfter", "replace", "repeat", "join", "indexOf", "lastIndexOf", "hasPrefix", "hasSuffix", "max", "min", "mean", "median",
        "toJSON",
        "fromJSON", "toBase64", "fromBase64", "now", "duration", "date", "timezone", "first", "last", "get", "take", "keys", "values",
        "toPairs",
        "fromPairs", "reverse", "uniq", "concat", "flatten", "sort", "bitand", "bitor", "bitxor", "bitnand", "bitshl", "bitshr",
        "bitushr", "bitnot",
        "unknown", "host",
    ];

    private static readonly string[] Literals =
    [
        "0", "1", "-1", "2.5", "1e308", "9223372036854775807", "0x7f", "true", "false", "nil", "\"\"", "\"abc\"", "'é😀'", "`a.*b`",
        "b\"\\xff\"",
        "\"2023-08-14T10:00:00Z\"", "\"1h30m\"", "\"Europe/Paris\"", "\"desc\"", "[]", "{}", "'(a|b)*[c-d]{2,5}'", "'%'", "'\\n'",
        "1000000", "'['",
    ];

    public string Next() => random.Next(3) switch
    {
        0 => Noise(),
        1 => Mutated(),
        _ => Tree(random.Next(1, 6)),
    };

    private string Noise()
    {
        var text = new StringBuilder();
        for (var length = random.Next(60); length > 0; length--)
        {
            text.Append(random.Next(4) == 0 ? (char)random.Next(0x10000) : (char)random.Next(0x20, 0x7F));
        }

        return text.ToString();
    }

    private string Mutated()
    {
        var text = new StringBuilder(Pick(corpus));
        for (var changes = random.Next(4); changes > 0 && text.Length > 0; changes--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Pick(Operators));
                    break;
                case 2:
                    text.Insert(at, Pick(Literals));
                    break;
                case 3:
                    text[at] = (char)random.Next(0x20, 0x7F);
                    break;
                default:
                    var other = Pick(corpus);
                    text.Insert(at, other[..random.Next(Math.Min(other.Length, 40) + 1)]);
                    break;
            }
        }

        return text.ToString();
    }

    private string Tree(int depth) => depth <= 0 ? Leaf() : random.Next(16) switch
    {
        0 or 1 => Leaf(),
        2 or 3 => $"{Tree(depth - 1)} {Pick(Operators)} {Tree(depth - 1)}",
        4 => $"({Tree(depth - 1)})",
        5 => $"[{Many(depth)}]",
        6 => $"{{k: {Tree(depth - 1)}, \"l\": {Tree(depth - 1)}}}",
        7 => $"{Pick(Functions)}({Many(depth)})",
        8 or 9 => $"{Pick(Predicates)}({Tree(depth - 1)}, {Tree(depth - 1)})",
        10 => $"{Tree(depth - 1)} | {Pick(Functions)}({Many(depth - 1)})",
        11 => $"{Tree(depth - 1)}{Pick([".", "?."])}{Pick(Members)}",
        12 => $"{Tree(depth - 1)}[{Tree(depth - 1)}{Pick(["", ":", ":" + Leaf()])}]",
        13 => $"{Tree(depth - 1)} ? {Tree(depth - 1)} : {Tree(depth - 1)}",
        14 => $"let v{depth} = {Tree(depth - 1)}; {Tree(depth - 1)}",
        _ => $"{Pick(["not ", "-", "!", "+"])}{Tree(depth - 1)}",
    };

    private string Leaf() => random.Next(4) switch
    {
        0 => Pick(Names),
        1 => Pick(["#", "#acc", "#index", ".x"]),
        _ => Pick(Literals),
    };

    private string Many(int depth) => string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Tree(depth - 1)));

    private string Pick(IReadOnlyList<string> from) => from[random.Next(from.Count)];
}
