using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary><c>filter</c>, and <c>map(filter(…), …)</c> in one pass.</summary>
/// <param name="selection">What to make of each element that passes; null for the element itself.</param>
internal sealed class FilterOperation(int anchor, Operation collection, Operation predicate, Operation? selection, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        var passed = new List<Value>();
        for (var i = 0; i < count; i++)
        {
            Point(context, scope, i);
            if (predicate.EvaluateBool(context, Anchor))
            {
                context.ChargeElements(1);
                passed.Add(selection is null ? Current(context, scope) : selection.Evaluate(context));
            }
        }

        context.Anchor = Anchor;
        context.ChargeMemory(passed.Count);
        return Value.FromArray(new ListArray(passed.ToArray()));
    }
}
