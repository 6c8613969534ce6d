using System.Text;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary><c>==</c> and <c>!=</c>.</summary>
internal sealed class EqualOperation(int anchor, Operation left, Operation right, bool expected) : ConditionOperation(anchor)
{
    protected override bool IsMet(EvaluationContext context)
    {
        var first = left.Evaluate(context);
        var second = right.Evaluate(context);
        context.Anchor = Anchor;
        return Equality.AreEqual(first, second, context) == expected;
    }
}

/// <summary>The same with a text that is written in the expression, which is compared with the bytes of a JSON document as they are.</summary>
internal sealed class EqualTextOperation(int anchor, Operation operand, string text, bool expected) : ConditionOperation(anchor)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(text);

    protected override bool IsMet(EvaluationContext context)
    {
        var value = operand.Evaluate(context);
        return (value.Kind == ValueKind.String && value.TextEquals(text, _utf8)) == expected;
    }
}

/// <summary><c>&lt;</c>, <c>&gt;</c>, <c>&lt;=</c> and <c>&gt;=</c>.</summary>
internal sealed class OrderingOperation(int anchor, string operation, Operation left, Operation right) : ConditionOperation(anchor)
{
    private readonly bool _greater = operation[0] == '>';
    private readonly bool _orEqual = operation.Length == 2;

    protected override bool IsMet(EvaluationContext context)
    {
        var first = left.Evaluate(context);
        var second = right.Evaluate(context);
        if (first.Kind == ValueKind.Int && second.Kind == ValueKind.Int)
        {
            var (one, other) = (first.Bits, second.Bits);
            return _greater ? one > other || (_orEqual && one == other) : one < other || (_orEqual && one == other);
        }

        context.Anchor = Anchor;
        return Ordering.Compare(operation, first, second, context);
    }
}

/// <summary><c>in</c>.</summary>
internal sealed class InOperation(int anchor, Operation left, Operation right) : ConditionOperation(anchor)
{
    protected override bool IsMet(EvaluationContext context)
    {
        var value = left.Evaluate(context);
        var collection = right.Evaluate(context);
        context.Anchor = Anchor;
        switch (collection.Kind)
        {
            case ValueKind.Nil:
                return false;
            case ValueKind.Map when collection.Map is TextMap map:
                return map.ByName.ContainsKey(Access.Name(value));
            case ValueKind.Map:
                return KeyComparer.IsComparable(value)
                    ? collection.Map.Contains(value)
                    : throw new ExpressionFault(Messages.Unhashable(value));
            case ValueKind.Array or ValueKind.Bytes:
                var elements = Access.Elements(collection, context);
                for (var i = 0; i < elements.Count; i++)
                {
                    context.Step(1);
                    if (Equality.AreEqual(value, elements[i], context))
                    {
                        return true;
                    }
                }

                return false;
            default:
                throw new ExpressionFault(Messages.InNotDefined(collection));
        }
    }
}

/// <summary><c>in</c> over a list of texts or integers that is written in the expression.</summary>
internal sealed class InSetOperation(int anchor, Operation left, IReadOnlyList<Value> members) : ConditionOperation(anchor)
{
    private readonly HashSet<string>? _texts = members[0].Kind == ValueKind.String
        ? members.Select(member => member.Text).ToHashSet(StringComparer.Ordinal)
        : null;

    private readonly HashSet<long> _integers = [.. members.Where(member => member.Kind == ValueKind.Int).Select(member => member.Bits)];

    protected override bool IsMet(EvaluationContext context)
    {
        var value = left.Evaluate(context);
        context.Anchor = Anchor;
        return _texts is null ? value.Kind == ValueKind.Int && _integers.Contains(value.Bits) : _texts.Contains(Access.Name(value));
    }
}
