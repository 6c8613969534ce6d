namespace Sluice.Expressions.Evaluation;

/// <summary>A step of a compiled program. Immutable; what changes is in the context.</summary>
/// <param name="anchor">Where its faults are reported.</param>
internal abstract class Operation(int anchor)
{
    public int Anchor { get; } = anchor;

    public abstract Value Evaluate(EvaluationContext context);

    /// <summary>Evaluates a condition.</summary>
    /// <param name="asker">Where it is reported that the value is no bool.</param>
    public virtual bool EvaluateBool(EvaluationContext context, int asker)
    {
        var value = Evaluate(context);
        return value.Kind == ValueKind.Bool ? value.Bool : throw new ExpressionFault(Messages.NotA("bool", value), asker);
    }
}
