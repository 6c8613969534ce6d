using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions;

/// <summary>A compiled expression. Immutable; evaluate it as often as needed, from as many threads as there are.</summary>
public sealed class ExpressionProgram
{
    private readonly Operation _root;
    private readonly SourceText _source;
    private readonly int _depth;
    private readonly int _scopeCount;

    // The context of the last evaluation, for the next one: most programs are evaluated by one thread at a time.
    private EvaluationContext? _idle;

    internal ExpressionProgram(Operation root, SourceText source, CompileOptions options, int depth, int variableCount, int scopeCount)
    {
        (_root, _source, Options, _depth, VariableCount, _scopeCount) = (root, source, options, depth, variableCount, scopeCount);
    }

    /// <summary>The source text it was compiled from.</summary>
    public string Text => _source.Text;

    /// <summary>Whether it calls asynchronous host functions, which <c>Evaluate</c> cannot wait for.</summary>
    public bool IsAsynchronous { get; internal init; }

    /// <summary>
    /// The comparisons with literals without which it is not true, in the order of their evaluation; often none. Where <see
    /// cref="ValuePath.Read"/> gives a value whose <see cref="EqualityKey"/> is not among the keys, or that has none, evaluating it
    /// with that environment does not give <c>true</c>: it gives another value, or fails.
    /// </summary>
    /// <remarks>
    /// Found are <c>==</c> with a number, text or a bool on either side, and <c>in</c> with a list of them, as operands of <c>and</c>
    /// at the top of the expression; not those inside of <c>or</c>, <c>not</c>, <c>? :</c> or <c>let</c>. All that would be evaluated
    /// before one of them calls no host function, so to skip the evaluation skips no such call.
    /// </remarks>
    public ImmutableArray<RequiredEquality> RequiredEqualities { get; internal init; } = [];

    internal CompileOptions Options { get; }

    internal int VariableCount { get; }

    /// <summary>Evaluates it with a JSON object as its environment.</summary>
    /// <param name="environment">The object whose members are the names. It is read where it is; nothing is copied.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <returns>
    /// The value, or the first problem. A program that calls asynchronous host functions needs <see cref="EvaluateAsync(Value?,
    /// CancellationToken)"/>.
    /// </returns>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public EvaluationResult Evaluate(JsonElement environment, CancellationToken cancellationToken = default) =>
        Run(Value.FromJson(environment, Options.JsonNumbers), hasEnvironment: true, cancellationToken);

    /// <summary>Evaluates it.</summary>
    /// <param name="environment">A map whose entries are the names; null for no environment at all, where reading any name fails.</param>
    /// <param name="cancellationToken">Ends the evaluation.</param>
    /// <inheritdoc cref="Evaluate(JsonElement, CancellationToken)"/>
    public EvaluationResult Evaluate(Value? environment, CancellationToken cancellationToken = default) =>
        Run(environment ?? Value.Nil, environment is not null, cancellationToken);

    /// <summary>Evaluates it, waiting for host functions that take time.</summary>
    /// <inheritdoc cref="Evaluate(Value?, CancellationToken)"/>
    public async ValueTask<EvaluationResult> EvaluateAsync(Value? environment, CancellationToken cancellationToken = default)
    {
        var calls = new HostCalls(isAsynchronous: true);
        var context = Begin(environment ?? Value.Nil, environment is not null, cancellationToken);
        try
        {
            context.Calls = calls;
            while (true)
            {
                HostCallPending pending;
                try
                {
                    return new EvaluationResult(Evaluate(context));
                }
                catch (ExpressionFault fault)
                {
                    return Failure(fault, context);
                }
                catch (HostCallPending suspended)
                {
                    pending = suspended;
                }

                await calls.CompleteAsync(pending.Call);
                context.Repeat();
            }
        }
        finally
        {
            End(context);
        }
    }

    /// <inheritdoc cref="EvaluateAsync(Value?, CancellationToken)"/>
    public ValueTask<EvaluationResult> EvaluateAsync(JsonElement environment, CancellationToken cancellationToken = default) =>
        EvaluateAsync(Value.FromJson(environment, Options.JsonNumbers), cancellationToken);

    /// <summary>The source text.</summary>
    public override string ToString() => Text;

    internal PredicateScope[] NewScopes()
    {
        var scopes = new PredicateScope[_scopeCount];
        for (var i = 0; i < scopes.Length; i++)
        {
            scopes[i] = new PredicateScope();
        }

        return scopes;
    }

    private EvaluationResult Run(in Value environment, bool hasEnvironment, CancellationToken cancellationToken)
    {
        var context = Begin(environment, hasEnvironment, cancellationToken);
        try
        {
            return new EvaluationResult(Evaluate(context));
        }
        catch (ExpressionFault fault)
        {
            return Failure(fault, context);
        }
        finally
        {
            End(context);
        }
    }

    private Value Evaluate(EvaluationContext context) => _depth <= DeepStack.ShallowDepth
        ? _root.Evaluate(context)
        : DeepStack.Run((_root, context), static state => state._root.Evaluate(state.context));

    private EvaluationResult Failure(ExpressionFault fault, EvaluationContext context) =>
        new(new Diagnostic(DiagnosticStage.Runtime, fault.Detail, _source, fault.Anchor ?? context.Anchor));

    private EvaluationContext Begin(in Value environment, bool hasEnvironment, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var context = Interlocked.Exchange(ref _idle, null) ?? new EvaluationContext(this);
        context.Begin(environment, hasEnvironment, cancellationToken);
        return context;
    }

    private void End(EvaluationContext context)
    {
        context.End();
        Volatile.Write(ref _idle, context);
    }
}
