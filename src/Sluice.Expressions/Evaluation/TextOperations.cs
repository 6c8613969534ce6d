using Sluice.Expressions.Patterns;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary><c>contains</c>, <c>startsWith</c> and <c>endsWith</c>. A missing side makes them false.</summary>
internal sealed class TextTestOperation(int anchor, string operation, Operation left, Operation right) : ConditionOperation(anchor)
{
    protected override bool IsMet(EvaluationContext context)
    {
        var first = left.Evaluate(context);
        var second = right.Evaluate(context);
        if (first.IsNil || second.IsNil)
        {
            return false;
        }

        context.Anchor = Anchor;
        var (text, part) = (Arguments.Text(first), Arguments.Text(second));
        context.Step(text.Length >> 4);
        return operation switch
        {
            "contains" => Text.Contains(text, part),
            "startsWith" => Text.StartsWith(text, part),
            _ => Text.EndsWith(text, part),
        };
    }
}

/// <summary><c>matches</c>.</summary>
/// <param name="pattern">Evaluates to the pattern; null when it is known.</param>
/// <param name="known">The pattern that is written in the expression.</param>
internal sealed class MatchesOperation(int anchor, Operation left, Operation? pattern, RegularExpression? known) : ConditionOperation(anchor)
{
    protected override bool IsMet(EvaluationContext context)
    {
        var value = left.Evaluate(context);
        var right = pattern?.Evaluate(context) ?? default;
        if (value.IsNil || (known is null && right.IsNil))
        {
            return false;
        }

        context.Anchor = Anchor;
        var expression = known ?? context.Pattern(Arguments.Text(right));
        var text = value.Kind switch
        {
            ValueKind.String => value.Text,
            ValueKind.Bytes => Text.FromBytes(value.Bytes),
            _ => throw new ExpressionFault(Messages.NotA("[]uint8", value)),
        };
        context.Step(text.Length);
        return expression.IsMatch(text);
    }
}
