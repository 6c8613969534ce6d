using Sluice.Expressions.Patterns;
using Sluice.Expressions.Times;

namespace Sluice.Expressions.Evaluation;

/// <summary>One evaluation: its environment, its variables, and what it has used. Reused by the next one when it is over.</summary>
internal sealed class EvaluationContext(ExpressionProgram program) : Meter
{
    private readonly Value[] _variables = program.VariableCount == 0 ? [] : new Value[program.VariableCount];
    private readonly PredicateScope[] _scopes = program.NewScopes();
    private Instant? _now;
    private string? _lastPattern;
    private RegularExpression? _lastExpression;

    /// <summary>What names are looked up in.</summary>
    public Value Environment;

    /// <summary>Whether there is one; without it every name fails.</summary>
    public bool HasEnvironment;

    /// <summary>Where a fault without a place of its own happened.</summary>
    public int Anchor;

    /// <summary>Whether an optional access met nil, so that the rest of its chain is skipped.</summary>
    public bool ChainBroken;

    /// <summary>The calls of host functions; null while there were none.</summary>
    public HostCalls? Calls { get; set; }

    /// <summary>What the numbers of the environment are.</summary>
    public JsonNumbers Numbers => Environment.Numbers;

    public CompileOptions Options => program.Options;

    /// <summary>The zone called local.</summary>
    public Zone LocalZone => ZoneFiles.Local(Options.Clock.LocalTimeZone);

    /// <summary>The same instant throughout an evaluation, so that an expression cannot contradict itself.</summary>
    public Instant Now => _now ??= Instant.From(Options.Clock.GetUtcNow()).In(LocalZone);

    public ref Value Variable(int slot) => ref _variables[slot];

    public PredicateScope Scope(int index) => _scopes[index];

    public void Begin(in Value environment, bool hasEnvironment, CancellationToken cancellation)
    {
        Start(Options.Limits, cancellation);
        Environment = environment;
        HasEnvironment = hasEnvironment;
    }

    /// <summary>Makes ready to run once more, with the steps so far on the bill.</summary>
    public void Repeat()
    {
        Restart();
        ChainBroken = false;
        Calls?.Rewind();
    }

    /// <summary>Forgets everything, so that nothing is kept alive until the next evaluation.</summary>
    public void End()
    {
        Environment = default;
        ChainBroken = false;
        Calls = null;
        _now = null;
        Array.Clear(_variables);
        foreach (var scope in _scopes)
        {
            scope.Clear();
        }
    }

    /// <summary>The expression of a pattern that is only known now. The last one is kept: in a loop it mostly is the same.</summary>
    public RegularExpression Pattern(string pattern)
    {
        if (_lastExpression is null || _lastPattern != pattern)
        {
            Step(RegularExpression.CompileSteps + pattern.Length);
            (_lastExpression, _lastPattern) = (RegularExpression.Compile(pattern, anchor: null), pattern);
            Step(_lastExpression.Work);
        }

        return _lastExpression;
    }
}
