using System.Text.Json;
using Sluice.Engine.Json;

namespace Sluice.Engine.Stages.Resolution;

/// <summary>What one reading of a stage shares: the variables, the problems found so far and the room left for interpolation.</summary>
/// <param name="variables">
/// The instance's variables; null while a definition is checked, when every text that may depend on one is undecided.
/// </param>
internal sealed class ResolutionContext(IReadOnlyDictionary<string, string>? variables)
{
    /// <summary>Most problems that are worth reading at once.</summary>
    public const int ProblemsMax = 20;

    // One short template repeated over a whole definition must not multiply a long variable into gigabytes.
    private int _charsLeft = 4 * Limits.InterpolatedCharsMax;

    private readonly List<Problem> _problems = [];

    /// <summary>The problems found so far, in the order of the schema; later ones than the first twenty are dropped.</summary>
    public IReadOnlyList<Problem> Problems => _problems;

    /// <summary>Records a problem.</summary>
    public void Report(ProblemKind kind, FieldPath path, string rule)
    {
        if (_problems.Count < ProblemsMax)
        {
            _problems.Add(new Problem(kind, path.ToString(), rule));
        }
    }

    /// <summary>Reads a JSON string and replaces its variables.</summary>
    /// <returns>The text; null when it is undecided, or cannot be read and was reported.</returns>
    public string? Interpolate(JsonElement value, FieldPath path)
    {
        if (!JsonText.TryRead(value, out var template))
        {
            Report(ProblemKind.Resolving, path, "expected string but was not Unicode text");
            return null;
        }

        if (!Interpolation.IsIn(template))
        {
            return template;
        }

        if (variables is null)
        {
            return null;
        }

        var text = Interpolation.Expand(template, variables, Math.Min(_charsLeft, Limits.InterpolatedCharsMax));
        if (text is null)
        {
            Report(
                ProblemKind.Resolving,
                path,
                $"{JsonText.Quote(template)} grew too long: at most {Limits.InterpolatedCharsMax} characters, " +
                "and four times that per stage");
            return null;
        }

        _charsLeft -= text.Length;
        return text;
    }
}
