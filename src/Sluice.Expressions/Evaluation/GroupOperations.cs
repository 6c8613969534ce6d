using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary><c>groupBy</c>.</summary>
internal sealed class GroupByOperation(int anchor, Operation collection, Operation predicate, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    // What a group takes besides its entries, in elements.
    private const int GroupElements = 8;

    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        var groups = new Dictionary<Value, List<Value>>(KeyComparer.Instance);
        for (var i = 0; i < count; i++)
        {
            Point(context, scope, i);
            var key = predicate.Evaluate(context);
            context.Anchor = Anchor;
            if (!KeyComparer.IsComparable(key))
            {
                throw new ExpressionFault(Messages.NotAKey(key));
            }

            context.ChargeElements(1);
            if (!groups.TryGetValue(key, out var group))
            {
                context.ChargeElements(GroupElements);
                groups.Add(key, group = []);
            }

            group.Add(Current(context, scope));
        }

        return Value.FromMap(new KeyedMap(
            groups.ToDictionary(
                group => group.Key, group => Value.FromArray(new ListArray(group.Value.ToArray())), KeyComparer.Instance),
            groups: true));
    }
}

/// <summary><c>sortBy</c>.</summary>
/// <param name="order">Ascending or descending; null for ascending.</param>
internal sealed class SortByOperation(int anchor, Operation collection, Operation predicate, Operation? order, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        context.ChargeMemory(count);
        var (elements, keys) = (new Value[count], new Value[count]);
        for (var i = 0; i < count; i++)
        {
            Point(context, scope, i);
            keys[i] = predicate.Evaluate(context);
            elements[i] = Current(context, scope);
        }

        var descending = order is not null && IsDescending(order.Evaluate(context));
        context.Anchor = Anchor;
        return Value.FromArray(new ListArray(Sorting.Sort(elements, keys, descending, context)));
    }

    private bool IsDescending(in Value order) => order.Kind != ValueKind.String
        ? throw new ExpressionFault(Messages.OrderNotText, Anchor)
        : order.Text switch
        {
            "asc" => false,
            "desc" => true,
            _ => throw new ExpressionFault(Messages.UnknownOrder, Anchor),
        };
}
