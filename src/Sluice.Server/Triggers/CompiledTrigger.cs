using System.Collections.Immutable;
using System.Text;
using Sluice.Engine;
using Sluice.Expressions;

namespace Sluice.Server.Triggers;

/// <summary>A trigger whose expressions are ready to be evaluated, by any number of threads.</summary>
public sealed class CompiledTrigger
{
    private readonly ExpressionProgram? _filter;
    private readonly IReadOnlyList<KeyValuePair<string, ExpressionProgram>> _variables;
    private int _filterFailed;

    private CompiledTrigger(Trigger trigger, ExpressionProgram? filter, IReadOnlyList<KeyValuePair<string, ExpressionProgram>> variables) =>
        (Trigger, _filter, _variables) = (trigger, filter, variables);

    /// <summary>The trigger.</summary>
    public Trigger Trigger { get; }

    /// <summary>Whether it has a filter.</summary>
    public bool HasFilter => _filter is not null;

    /// <summary>What the filter requires of an event; empty when it has no such conditions, or when there is no filter.</summary>
    public ImmutableArray<RequiredEquality> RequiredEqualities => _filter?.RequiredEqualities ?? [];

    /// <summary>Compiles a definition's expressions: the filter first, then each variable.</summary>
    /// <returns>Null, or what is wrong with the first that is not valid.</returns>
    public static string? TryCompile(Trigger trigger, TriggerExpressions expressions, out CompiledTrigger? compiled)
    {
        compiled = null;
        ExpressionProgram? filter = null;
        if (trigger.Definition.Filter is { } text && Problem(expressions, text, out filter) is { } wrongFilter)
        {
            return wrongFilter;
        }

        var variables = new List<KeyValuePair<string, ExpressionProgram>>();
        foreach (var (name, expression) in trigger.Definition.Variables)
        {
            if (Problem(expressions, expression, out var program) is { } wrongVariable)
            {
                return wrongVariable;
            }

            variables.Add(KeyValuePair.Create(name, program!));
        }

        compiled = new CompiledTrigger(trigger, filter, variables);
        return null;
    }

    /// <summary>Asks the filter of an event.</summary>
    /// <exception cref="LinkUnavailableException">It cannot be told for now.</exception>
    public ValueTask<FilterResult> MatchAsync(Value environment, CancellationToken cancellationToken) =>
        _filter is null ? new ValueTask<FilterResult>(FilterResult.Matches)
        : _filter.IsAsynchronous ? WaitForMatchAsync(_filter, environment, cancellationToken)
        : new ValueTask<FilterResult>(FilterResult.Of(_filter.Evaluate(environment, cancellationToken)));

    /// <summary>Whether this is the first failure of the filter, the one that is worth telling.</summary>
    public bool IsFirstFilterFailure() => Interlocked.Exchange(ref _filterFailed, 1) == 0;

    /// <summary>Evaluates each variable by itself.</summary>
    public async Task<IReadOnlyList<VariableResult>> TestVariablesAsync(Value environment, CancellationToken cancellationToken)
    {
        var results = new List<VariableResult>();
        foreach (var (name, program) in _variables)
        {
            results.Add(await EvaluateAsync(name, program, environment, cancellationToken));
        }

        return results;
    }

    /// <summary>Evaluates the variables of an instance, up to the first that fails.</summary>
    /// <returns>The variables, or what is wrong.</returns>
    public async Task<(IReadOnlyDictionary<string, string> Variables, string? Error)> EvaluateVariablesAsync(
        Value environment, CancellationToken cancellationToken)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var bytes = 0;
        foreach (var (name, program) in _variables)
        {
            var result = await EvaluateAsync(name, program, environment, cancellationToken);
            if (result.Error is { } error)
            {
                return (variables, error);
            }

            bytes += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(result.Value);
            if (bytes > Limits.VariablesBytesMax)
            {
                return (variables, $"the variables are larger than {Limits.VariablesBytesMax} bytes");
            }

            variables.Add(name, result.Value);
        }

        return (variables, null);
    }

    private static async ValueTask<FilterResult> WaitForMatchAsync(
        ExpressionProgram filter, Value environment, CancellationToken cancellationToken) =>
        FilterResult.Of(await filter.EvaluateAsync(environment, cancellationToken));

    private static string? Problem(TriggerExpressions expressions, string text, out ExpressionProgram? program)
    {
        var result = expressions.Compile(text);
        program = result.Program;
        return result.Succeeded ? null : $"error compiling expression '{text}': {result.Error}";
    }

    private static async ValueTask<VariableResult> EvaluateAsync(
        string name, ExpressionProgram program, Value environment, CancellationToken cancellationToken)
    {
        try
        {
            var result = await EvaluateAsync(program, environment, cancellationToken);
            return !result.Succeeded ? new VariableResult(name, "", result.Error.Message)
                : VariableText.TryMake(result.Value, out var text) is { } problem ? new VariableResult(name, "", problem)
                : new VariableResult(name, text, null);
        }
        catch (LinkUnavailableException exception)
        {
            return new VariableResult(name, "", exception.Message);
        }
    }

    // Evaluating at once costs half, and is right for everything that cannot call out.
    private static ValueTask<EvaluationResult> EvaluateAsync(ExpressionProgram program, Value environment, CancellationToken cancellationToken) =>
        program.IsAsynchronous
            ? program.EvaluateAsync(environment, cancellationToken)
            : new ValueTask<EvaluationResult>(program.Evaluate(environment, cancellationToken));
}
