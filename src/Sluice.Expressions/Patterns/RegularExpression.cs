using System.Text.RegularExpressions;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Patterns;

/// <summary>A pattern in RE2 syntax, on the engine that takes linear time.</summary>
internal sealed class RegularExpression
{
    /// <summary>What compiling one costs, in steps.</summary>
    public const int CompileSteps = 5_000;

    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // As long as an automaton is small its states are kept, and a character costs the same whatever the pattern.
    private const int StatesPerStep = 50;

    private readonly Regex _regex;
    private readonly Lazy<Regex> _wide;
    private readonly long _stepsPerCharacter;

    private RegularExpression(string pattern)
    {
        var (text, size) = PatternTranslator.Translate(pattern, wide: false);
        _regex = new Regex(text, Options);
        _wide = new Lazy<Regex>(() => new Regex(PatternTranslator.Translate(pattern, wide: true).Text, Options));
        _stepsPerCharacter = 1 + (size / StatesPerStep);
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
    public bool IsMatch(string text, Meter meter)
    {
        meter.Step((text.Length + 1) * _stepsPerCharacter);
        return (Text.HasSurrogates(text) ? _wide.Value : _regex).IsMatch(text);
    }
}
