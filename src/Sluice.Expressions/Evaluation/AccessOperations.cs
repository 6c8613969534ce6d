using System.Text;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary>Whether an access is part of an optional chain.</summary>
/// <param name="Optional">It was written with <c>?.</c>: a nil target ends the chain.</param>
/// <param name="Breakable">The chain may have ended before it.</param>
internal readonly record struct ChainLink(bool Optional, bool Breakable)
{
    /// <summary>Whether the rest of the chain is skipped.</summary>
    public bool Ends(EvaluationContext context, in Value target)
    {
        if (Breakable && context.ChainBroken)
        {
            return true;
        }

        if (Optional && target.IsNil)
        {
            context.ChainBroken = true;
            return true;
        }

        return false;
    }
}

/// <summary><c>target.name</c>.</summary>
internal sealed class MemberOperation(int anchor, Operation target, string name, ChainLink link) : Operation(anchor)
{
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(name);

    public override Value Evaluate(EvaluationContext context)
    {
        var from = target.Evaluate(context);
        if (from.Kind == ValueKind.Map && from.IsJson)
        {
            return from.Member(_utf8);
        }

        if (link.Ends(context, from))
        {
            return default;
        }

        context.Anchor = Anchor;
        return Access.Fetch(from, Value.FromText(name), context);
    }
}

/// <summary><c>target[key]</c>.</summary>
internal sealed class ElementAtOperation(int anchor, Operation target, Operation key, ChainLink link) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var from = target.Evaluate(context);
        if (link.Ends(context, from))
        {
            return default;
        }

        var at = key.Evaluate(context);
        context.Anchor = Anchor;
        return Access.Fetch(from, at, context);
    }
}

/// <summary>The end of an optional chain: whatever was skipped, evaluation goes on here.</summary>
internal sealed class ChainOperation(int anchor, Operation inner) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var value = inner.Evaluate(context);
        context.ChainBroken = false;
        return value;
    }
}

/// <summary><c>target[from:to]</c>.</summary>
internal sealed class SliceOperation(int anchor, Operation target, Operation? from, Operation? to) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var value = target.Evaluate(context);
        context.Anchor = Anchor;
        var upper = to is null ? Length(value) : to.Evaluate(context);
        var lower = from is null ? Value.From(0) : from.Evaluate(context);
        context.Anchor = Anchor;
        if (value.Kind is not (ValueKind.Array or ValueKind.Bytes or ValueKind.String))
        {
            throw new ExpressionFault(Messages.CannotSlice(PlainText.Of(lower, context)));
        }

        var length = Access.Length(value);
        var start = Clamp(Access.ToInt(lower), length);
        var end = Clamp(Access.ToInt(upper), length);
        return Slice(value, Math.Min(start, end), end, context);
    }

    public static Value Slice(in Value value, int start, int end, Meter meter)
    {
        switch (value.Kind)
        {
            case ValueKind.Array:
                // Those that are not in memory yet are copied.
                meter.ChargeElements(value.IsJson ? end : 0);
                return Value.FromArray(value.Array.Slice(start, end));
            case ValueKind.Bytes:
                meter.ChargeText(end - start);
                return Value.From(value.Bytes[start..end]);
            default:
                var text = value.Text;
                meter.ChargeText(text.Length);
                return Value.FromText(Text.Slice(text, start, end));
        }
    }

    private static Value Length(in Value value) => value.Kind switch
    {
        ValueKind.Array or ValueKind.Bytes or ValueKind.String => Value.From((long)Access.Length(value)),
        ValueKind.Map => Value.From((long)value.Map.Count),
        _ => throw new ExpressionFault(Messages.InvalidArgument("len", TypeNames.Of(value))),
    };

    private static int Clamp(long bound, int length) => (int)Math.Clamp(bound < 0 ? bound + length : bound, 0, length);
}
