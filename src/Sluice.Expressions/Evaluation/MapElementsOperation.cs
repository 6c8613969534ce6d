using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary><c>map</c>.</summary>
internal sealed class MapElementsOperation(int anchor, Operation collection, Operation predicate, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        var results = new List<Value>();
        for (var i = 0; i < count; i++)
        {
            Point(context, scope, i);
            context.ChargeElements(1);
            results.Add(predicate.Evaluate(context));
        }

        context.Anchor = Anchor;
        context.ChargeMemory(results.Count);
        return Value.FromArray(new ListArray(results.ToArray()));
    }
}
