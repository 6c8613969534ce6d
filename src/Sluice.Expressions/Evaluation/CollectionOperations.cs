using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary>An array literal.</summary>
internal sealed class ArrayOperation(int anchor, Operation[] elements) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var values = new Value[elements.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = elements[i].Evaluate(context);
        }

        context.Anchor = Anchor;
        context.ChargeMemory(values.Length);
        return Value.FromArray(new ListArray(values));
    }
}

/// <summary>A map literal. The first of two equal keys wins.</summary>
internal sealed class MapOperation(int anchor, Operation[] keys, Operation[] values) : Operation(anchor)
{
    public override Value Evaluate(EvaluationContext context)
    {
        var pairs = new (Value Key, Value Value)[keys.Length];
        for (var i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (keys[i].Evaluate(context), values[i].Evaluate(context));
        }

        context.Anchor = Anchor;
        context.ChargeMemory(pairs.Length);
        var entries = new Dictionary<string, Value>(pairs.Length, StringComparer.Ordinal);
        foreach (var (key, value) in pairs)
        {
            entries.TryAdd(Arguments.Text(key), value);
        }

        return Value.FromMap(new TextMap(entries));
    }
}
