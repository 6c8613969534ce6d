using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary><c>sum</c>: starts from 0 and adds what is there so far to each element.</summary>
internal sealed class SumOperation(int anchor, Operation collection, Operation? predicate, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        var sum = Value.From(0);
        for (var i = 0; i < count; i++)
        {
            Point(context, scope, i);
            var value = predicate is null ? Current(context, scope) : predicate.Evaluate(context);
            context.Anchor = Anchor;
            sum = Arithmetic.Add(value, sum, context);
        }

        return sum;
    }
}

/// <summary><c>reduce</c>.</summary>
/// <param name="initial">The value to start with; null to start with the first element.</param>
internal sealed class ReduceOperation(int anchor, Operation collection, Operation predicate, Operation? initial, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        if (initial is null && count == 0)
        {
            throw new ExpressionFault(Messages.EmptyReduce, Anchor);
        }

        scope.Index = 0;
        scope.Accumulator = initial is null ? Current(context, scope) : initial.Evaluate(context);
        for (var i = initial is null ? 1 : 0; i < count; i++)
        {
            Point(context, scope, i);
            scope.Accumulator = predicate.Evaluate(context);
        }

        return scope.Accumulator;
    }
}
