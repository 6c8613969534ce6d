using System.Text.RegularExpressions;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Patterns;

/// <summary>A pattern in RE2 syntax, on the engine that takes linear time.</summary>
internal sealed class RegularExpression
{
    /// <summary>What compiling one costs, in steps.</summary>
    public const int CompileSteps = 5_000;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private readonly Regex _regex;
    private readonly Lazy<Regex>? _wide;

    private RegularExpression(string pattern)
    {
        _regex = new Regex(PatternTranslator.Translate(pattern, wide: false), Options);
        _wide = new Lazy<Regex>(() => new Regex(PatternTranslator.Translate(pattern, wide: true), Options));
    }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="ExpressionFault">It is not a valid one.</exception>
    public static RegularExpression Compile(string pattern, int? anchor)
    {
        try
        {
            return new RegularExpression(pattern);
        }
        catch (PatternException problem)
        {
            throw new ExpressionFault(Messages.BadPattern(problem.Message, problem.Part), anchor);
        }
    }

    /// <summary>Whether the pattern occurs in the text.</summary>
    public bool IsMatch(string text) => Text.HasSurrogates(text) ? _wide!.Value.IsMatch(text) : _regex.IsMatch(text);
}
