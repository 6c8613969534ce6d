using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Functions;

/// <summary>What a built-in function does once its arguments are evaluated.</summary>
internal delegate Value BuiltinBody(EvaluationContext context, ReadOnlySpan<Value> arguments);

/// <summary>A built-in function without a predicate: its names, what the compiler checks, what it does, and its lines in the manual.</summary>
/// <param name="Parameters">The parameters as the manual shows them; optional ones in brackets.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Check">Checks a call and tells the type of its result.</param>
/// <param name="Body">Does it.</param>
internal sealed record BuiltinFunction(
    string Name, string Group, string Parameters, string Summary, Func<CallCheck, StaticType> Check, BuiltinBody Body);
