using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Functions of maps.</summary>
internal static class MapFunctions
{
    private const string Group = "Maps";

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        new("keys", Group, "map", "The keys, in no particular order.", call => Check(call, type => Messages.Cannot("get keys from", type)), (context, arguments) => List(context, arguments[0], "get keys from", entry => entry.Key)),
        new("values", Group, "map", "The values, in no particular order.", call => Check(call, type => Messages.Cannot("get values from", type)), (context, arguments) => List(context, arguments[0], "get values from", entry => entry.Value)),
        new("toPairs", Group, "map", "An array of `[key, value]` pairs, in no particular order.", call => Check(call, type => Messages.CannotTransform(type, "to")), ToPairs),
        new("fromPairs", Group, "array", "A map of such pairs, whose keys may be of any scalar kind; the last of equal keys counts.", CheckFromPairs, FromPairs),
    ];

    private static StaticType Check(CallCheck call, Func<string, Message> refuse)
    {
        var type = call.Types(1)[0];
        return type.IsUnknown || type.IsMap ? StaticType.Array : throw call.Fault(refuse(CallCheck.Shown(type)));
    }

    private static StaticType CheckFromPairs(CallCheck call)
    {
        var type = call.Types(1)[0];
        return type.IsUnknown || type.IsArray
            ? StaticType.AnyMap
            : throw call.Fault(Messages.CannotTransform(CallCheck.Shown(type), "from"));
    }

    private static Value List(
        EvaluationContext context, in Value value, string action, Func<KeyValuePair<Value, Value>, Value> select)
    {
        if (value.Kind != ValueKind.Map)
        {
            throw new ExpressionFault(Messages.Cannot(action, TypeNames.KindOf(value)));
        }

        var map = value.Map;
        context.ChargeElements(map.Count);
        return Value.FromArray(new ListArray(map.Entries.Select(select).ToArray()));
    }

    private static Value ToPairs(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].Kind != ValueKind.Map)
        {
            throw new ExpressionFault(Messages.CannotTransform(TypeNames.KindOf(arguments[0]), "to"));
        }

        var map = arguments[0].Map;
        context.ChargeElements(map.Count * 3L);
        return Value.FromArray(new ListArray(
            map.Entries.Select(entry => Value.FromArray(new ListArray(new[] { entry.Key, entry.Value }, ArrayFlavor.Pair))).ToArray(),
            ArrayFlavor.Pairs));
    }

    private static Value FromPairs(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        if (arguments[0].Kind is not (ValueKind.Array or ValueKind.Bytes))
        {
            throw new ExpressionFault(Messages.CannotTransform(
                arguments[0].IsNil ? "<invalid reflect.Value>" : TypeNames.Of(arguments[0]), "from"));
        }

        var pairs = Access.Elements(arguments[0], context);
        var entries = new Dictionary<Value, Value>(KeyComparer.Instance);
        for (var i = 0; i < pairs.Count; i++)
        {
            context.ChargeElements(1);
            var pair = pairs[i];
            if (pair.Kind is not (ValueKind.Array or ValueKind.Bytes))
            {
                throw new ExpressionFault(Messages.InvalidPair(pair));
            }

            var parts = Access.Elements(pair, context);
            if (parts.Count != 2)
            {
                throw new ExpressionFault(Messages.InvalidPairLength(PlainText.Of(pair, context)));
            }

            entries[Key(parts[0])] = parts[1];
        }

        return Value.FromMap(new KeyedMap(entries, groups: false));
    }

    private static Value Key(in Value key) =>
        KeyComparer.IsComparable(key) ? key : throw new ExpressionFault(Messages.Unhashable(key));
}
