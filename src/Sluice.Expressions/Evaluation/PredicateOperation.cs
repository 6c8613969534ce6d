namespace Sluice.Expressions.Evaluation;

/// <summary>A call of a function that does something with each element of a collection.</summary>
/// <param name="scope">The scope that pointers in the predicate refer to.</param>
/// <param name="weight">How many operations the predicate has, which is what each element costs.</param>
internal abstract class PredicateOperation(int anchor, Operation collection, int scope, int weight) : Operation(anchor)
{
    public sealed override Value Evaluate(EvaluationContext context)
    {
        var value = collection.Evaluate(context);
        context.Anchor = Anchor;
        var pointers = context.Scope(scope);
        pointers.Elements = Access.Elements(value, context);
        var result = Run(context, pointers, pointers.Elements.Count);
        pointers.Clear();
        return result;
    }

    protected abstract Value Run(EvaluationContext context, PredicateScope scope, int count);

    /// <summary>Moves the pointers to an element.</summary>
    protected void Point(EvaluationContext context, PredicateScope scope, int index)
    {
        scope.Index = index;
        context.Step(weight);
    }

    /// <summary>The element that the pointers are at.</summary>
    protected Value Current(EvaluationContext context, PredicateScope scope)
    {
        context.Anchor = Anchor;
        return scope.Elements[scope.Index];
    }
}
