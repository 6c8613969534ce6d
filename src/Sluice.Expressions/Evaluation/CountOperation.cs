namespace Sluice.Expressions.Evaluation;

/// <summary><c>count</c>.</summary>
/// <param name="predicate">What counts; null when the elements are bools themselves.</param>
/// <param name="threshold">Where counting may stop; null to count all.</param>
internal sealed class CountOperation(int anchor, Operation collection, Operation? predicate, long? threshold, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        var passed = 0L;
        for (var i = 0; i < count; i++)
        {
            Point(context, scope, i);
            if (predicate is null ? Arguments.Bool(Current(context, scope)) : predicate.EvaluateBool(context, Anchor))
            {
                passed++;
                if (passed == threshold)
                {
                    break;
                }
            }
        }

        return Value.From(passed);
    }
}
