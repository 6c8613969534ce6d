namespace Sluice.Expressions.Evaluation;

/// <summary><c>find</c>, <c>findLast</c>, <c>findIndex</c> and <c>findLastIndex</c>.</summary>
/// <param name="selection">What to make of the element found; null for the element itself.</param>
/// <param name="throws">Whether finding nothing is an error instead of nil.</param>
internal sealed class FindOperation(
    int anchor, string name, Operation collection, Operation predicate, Operation? selection, bool throws, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    private readonly bool _last = name.StartsWith("findLast", StringComparison.Ordinal);
    private readonly bool _index = name.EndsWith("Index", StringComparison.Ordinal);

    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        if (_last && count > 1)
        {
            // Backwards through a JSON array every element would be looked for from the start.
            context.ChargeElements(count);
            scope.Elements = scope.Elements is Values.JsonArray json ? new Values.ListArray(json.ToArray()) : scope.Elements;
        }

        for (var i = 0; i < count; i++)
        {
            Point(context, scope, _last ? count - 1 - i : i);
            if (predicate.EvaluateBool(context, Anchor))
            {
                return _index ? Value.From((long)scope.Index)
                    : selection is null ? Current(context, scope)
                    : selection.Evaluate(context);
            }
        }

        return throws ? throw new ExpressionFault(Messages.FilterFoundNothing, Anchor) : Value.Nil;
    }
}
