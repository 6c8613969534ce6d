namespace Sluice.Expressions.Evaluation;

/// <summary>An operation whose result is always a bool.</summary>
internal abstract class ConditionOperation(int anchor) : Operation(anchor)
{
    public sealed override Value Evaluate(EvaluationContext context) => Value.From(IsMet(context));

    public sealed override bool EvaluateBool(EvaluationContext context, int asker) => IsMet(context);

    protected abstract bool IsMet(EvaluationContext context);
}
