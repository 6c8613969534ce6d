namespace Sluice.Expressions.Evaluation;

/// <summary><c>all</c>, <c>any</c> and <c>none</c>, which stop when the answer is certain, and <c>one</c>, which does not.</summary>
internal sealed class QuantifierOperation(int anchor, string name, Operation collection, Operation predicate, int scope, int weight)
    : PredicateOperation(anchor, collection, scope, weight)
{
    protected override Value Run(EvaluationContext context, PredicateScope scope, int count)
    {
        var passed = 0;
        for (var i = 0; i < count; i++)
        {
            Point(context, scope, i);
            if (predicate.EvaluateBool(context, Anchor))
            {
                passed++;
                if (name is "any" or "none")
                {
                    return Value.From(name == "any");
                }
            }
            else if (name == "all")
            {
                return Value.From(false);
            }
        }

        return Value.From(name == "one" ? passed == 1 : name != "any");
    }
}
