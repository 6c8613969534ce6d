using System.Text;

namespace Sluice.Expressions.Evaluation;

internal sealed class ConstantOperation(int anchor, Value value) : Operation(anchor)
{
    public Value Value { get; } = value;

    public override Value Evaluate(EvaluationContext context) => Value;
}

/// <summary><c>$env</c>.</summary>
internal sealed class EnvironmentOperation(int anchor) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context) => context.Environment;
}

/// <summary>An entry of the environment. A missing one is nil.</summary>
internal sealed class NameOperation(int anchor, string name) : Operation(anchor)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);

    public override Value Evaluate(EvaluationContext context)
    {
        ref readonly var environment = ref context.Environment;
        return environment.Kind != ValueKind.Map
            ? throw new ExpressionFault(Messages.CannotFetch(name, environment), Anchor)
            : environment.IsJson ? environment.Member(_utf8) : environment.Get(name);
    }
}

internal sealed class VariableOperation(int anchor, int slot) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context) => context.Variable(slot);
}

internal sealed class LetOperation(int anchor, int slot, Operation value, Operation body) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        context.Variable(slot) = value.Evaluate(context);
        return body.Evaluate(context);
    }
}

internal sealed class SequenceOperation(int anchor, Operation[] parts) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        for (var i = 0; i < parts.Length - 1; i++)
        {
            parts[i].Evaluate(context);
        }

        return parts[^1].Evaluate(context);
    }
}

/// <summary><c>#</c>: the element that the predicate is asked about.</summary>
internal sealed class ElementOperation(int anchor, int scope) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var pointed = context.Scope(scope);
        context.Anchor = Anchor;
        return pointed.Elements[pointed.Index];
    }
}

internal sealed class IndexOperation(int anchor, int scope) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context) => Value.From((long)context.Scope(scope).Index);
}

internal sealed class AccumulatorOperation(int anchor, int scope) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context) => context.Scope(scope).Accumulator;
}
