namespace Sluice.Expressions.Evaluation;

internal sealed class NotOperation(int anchor, Operation operand) : ConditionOperation(anchor)
{
    protected override bool IsMet(EvaluationContext context) => !operand.EvaluateBool(context, Anchor);
}

/// <summary><c>and</c>: the right operand's value is the result when the left one does not decide, whatever it is.</summary>
internal sealed class AndOperation(int anchor, Operation left, Operation right) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context) =>
        left.EvaluateBool(context, Anchor) ? right.Evaluate(context) : Value.From(false);

    public override bool EvaluateBool(EvaluationContext context, int asker) =>
        left.EvaluateBool(context, Anchor) && right.EvaluateBool(context, asker);
}

/// <summary><c>or</c>, likewise.</summary>
internal sealed class OrOperation(int anchor, Operation left, Operation right) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context) =>
        left.EvaluateBool(context, Anchor) ? Value.From(true) : right.Evaluate(context);

    public override bool EvaluateBool(EvaluationContext context, int asker) =>
        left.EvaluateBool(context, Anchor) || right.EvaluateBool(context, asker);
}

/// <summary><c>??</c>.</summary>
internal sealed class CoalesceOperation(int anchor, Operation left, Operation right) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var value = left.Evaluate(context);
        return value.IsNil || value.IsNilArray ? right.Evaluate(context) : value;
    }
}

internal sealed class ConditionalOperation(int anchor, Operation condition, Operation whenTrue, Operation whenFalse) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context) =>
        condition.EvaluateBool(context, Anchor) ? whenTrue.Evaluate(context) : whenFalse.Evaluate(context);
}
