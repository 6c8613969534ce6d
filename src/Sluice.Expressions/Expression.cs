using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions;

/// <summary>The entry to the library: turns the text of an expression into a program.</summary>
public static class Expression
{
    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The source text. Surrogates without their other half count as U+FFFD.</param>
    /// <param name="options">Host functions, limits and the clock; null for the defaults.</param>
    /// <returns>
    /// A program that can be evaluated any number of times, by several threads at once, or the first problem of the text. Whatever the
    /// text is, nothing is thrown.
    /// </returns>
    /// <example>
    /// <code>
    /// var compiled = Expression.Compile("event.type == 'transfer' &amp;&amp; event.amount > 100");
    /// if (compiled.Succeeded)
    /// {
    ///     var passes = compiled.Program.Evaluate(document.RootElement) is { Succeeded: true, Value.IsTrue: true };
    /// }
    /// </code>
    /// </example>
    public static CompileResult Compile(string text, CompileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        options ??= CompileOptions.Default;
        if (text.Length > options.Limits.SourceLengthMax)
        {
            return Failure(new SourceText(""), new ExpressionFault(Messages.SourceTooLong(options.Limits.SourceLengthMax)));
        }

        var source = new SourceText(text);
        return Build(source, options, Math.Min(DeepStack.ShallowDepth, options.Limits.NestingDepthMax))
            ?? DeepStack.Run((source, options), static state => Build(state.source, state.options, depthMax: null)!);
    }

    /// <summary>Compiles within a depth; null when that is not enough for the text, or for what it becomes, and there is more stack to be had.</summary>
    private static CompileResult? Build(SourceText source, CompileOptions options, int? depthMax)
    {
        try
        {
            var limits = options.Limits;
            var parser = new Parser(
                source.Text, options.Functions.ContainsKey, limits.NodesMax, depthMax ?? limits.NestingDepthMax);
            var root = parser.Parse();
            if (depthMax is not null && root.Depth > depthMax)
            {
                return null;
            }

            new Checker(options.Functions.ContainsKey).Check(root);
            var optimized = Optimizer.Optimize(root, depthMax is null ? int.MaxValue : DeepStack.ShallowDepth);
            return optimized is null ? null : new CompileResult(Lowering.Lower(optimized, source, options));
        }
        catch (ExpressionFault fault) when (depthMax < options.Limits.NestingDepthMax && fault.Detail.Code == Messages.NestedTooDeeplyCode)
        {
            return null;
        }
        catch (ExpressionFault fault)
        {
            return Failure(source, fault);
        }
    }

    private static CompileResult Failure(SourceText source, ExpressionFault fault) =>
        new(new Diagnostic(DiagnosticStage.Compile, fault.Detail, source, fault.Anchor));
}
