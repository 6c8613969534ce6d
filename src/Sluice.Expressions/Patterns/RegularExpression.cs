using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Patterns;

/// <summary>A pattern in RE2 syntax.</summary>
internal sealed class RegularExpression
{
    /// <summary>What compiling one costs at least, in steps.</summary>
    public const int CompileSteps = 5_000;

    private readonly PatternMatcher _matcher;

    private RegularExpression(string pattern) => _matcher = new PatternMatcher(new PatternProgram(PatternParser.Parse(pattern)));

    /// <summary>How much work compiling it was, in steps.</summary>
    public long Work => _matcher.Work;

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
        meter.Step(1);
        return _matcher.IsMatch(text, meter);
    }
}
