using System.Runtime.CompilerServices;
using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Functions of arrays.</summary>
internal static class ArrayFunctions
{
    private const string Group = "Arrays";

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        new("first", Group, "array", "The first element, or nil.", call => CheckElement(call, "first"), (context, arguments) => ElementAt(arguments[0], 0, context)),
        new("last", Group, "array", "The last element, or nil.", call => CheckElement(call, "last"), (context, arguments) => ElementAt(arguments[0], -1, context)),
        new("take", Group, "array, n", "The first n elements, or all when there are fewer.", CheckTake, Take),
        new("concat", Group, "array, …", "The elements of all arrays in one.", CheckConcat, Concat),
        new("flatten", Group, "array", "The elements of nested arrays in one.", call => CheckArray(call, "flatten"), Flatten),
        new("uniq", Group, "array", "Without elements that equal an earlier one.", call => CheckArray(call, "uniq"), Unique),
        new("reverse", Group, "array", "In reverse order.", call => CheckArray(call, "reverse"), Reverse),
        new("sort", Group, "array[, order]", "In order; `\"asc\"` or `\"desc\"`.", CheckSort, Sort),
    ];

    private static readonly Signature[] SortSignatures =
    [
        new(StaticType.Array, Parameter.Array, Parameter.String), new(StaticType.Array, Parameter.Ints, Parameter.String),
        new(StaticType.Array, Parameter.Floats, Parameter.String), new(StaticType.Array, Parameter.Strings, Parameter.String),
        new(StaticType.Array, Parameter.Array), new(StaticType.Array, Parameter.Floats), new(StaticType.Array, Parameter.Strings),
        new(StaticType.Array, Parameter.Ints),
    ];

    private static StaticType CheckElement(CallCheck call, string which)
    {
        var type = call.Types(1)[0];
        return type.IsUnknown ? type
            : type.IsArray ? type.Element
            : throw call.Fault(Messages.Cannot($"get {which} element from", CallCheck.Shown(type)));
    }

    private static StaticType CheckArray(CallCheck call, string action)
    {
        var type = call.Types(1)[0];
        return type.IsUnknown || type.IsArray ? StaticType.Array : throw call.Fault(Messages.Cannot(action, CallCheck.Shown(type)));
    }

    private static StaticType CheckConcat(CallCheck call)
    {
        var types = call.Types();
        if (types.Length == 0)
        {
            throw call.Fault(Messages.WrongCount("at least 1", 0));
        }

        return System.Array.Find(types, type => !type.IsUnknown && !type.IsArray) is { } other
            ? throw call.Fault(Messages.Cannot("concat", CallCheck.Shown(other)))
            : StaticType.Array;
    }

    private static StaticType CheckTake(CallCheck call)
    {
        var types = call.Types(2);
        return !types[0].IsUnknown && !types[0].IsArray ? throw call.Fault(Messages.Cannot("take from", CallCheck.Shown(types[0])))
            : !types[1].IsUnknown && !types[1].IsInteger ? throw call.Fault(Messages.CannotTake(CallCheck.Shown(types[1])))
            : types[0];
    }

    private static StaticType CheckSort(CallCheck call) =>
        Signature.Check(call.Checker, call.Arguments, call.Name, SortSignatures, call.Call.Anchor);

    /// <summary>Whatever cannot be indexed has no first element and no last one.</summary>
    private static Value ElementAt(in Value value, int index, EvaluationContext context) =>
        value.Kind == ValueKind.Map && (value.IsJson || value.Map is TextMap) ? default : Access.Find(value, Value.From(index), context);

    private static Value Take(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        ref readonly var array = ref arguments[0];
        ref readonly var count = ref arguments[1];
        if (array.Kind is not (ValueKind.Array or ValueKind.Bytes))
        {
            throw new ExpressionFault(Messages.Cannot("take from", TypeNames.KindOf(array)));
        }

        if (count.Kind is not (ValueKind.Int or ValueKind.Int64 or ValueKind.Byte))
        {
            throw new ExpressionFault(Messages.CannotTake(TypeNames.KindOf(count)));
        }

        return count.Bits < 0
            ? throw new ExpressionFault(Messages.NegativeTake)
            : SliceOperation.Slice(array, 0, (int)Math.Min(count.Bits, Access.Length(array)), context);
    }

    private static Value Concat(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var joined = new List<Value>();
        foreach (ref readonly var argument in arguments)
        {
            var elements = Arguments.Elements("concat", argument);
            context.ChargeElements(elements.Count);
            joined.AddRange(elements);
        }

        context.ChargeMemory(joined.Count);
        return Value.FromArray(joined.Count == 0 ? ListArray.NilArray : new ListArray(joined.ToArray()));
    }

    private static Value Flatten(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var flat = new List<Value>();
        Flatten(context, Arguments.Elements("flatten", arguments[0]), flat, 1);
        context.ChargeMemory(flat.Count);
        return Value.FromArray(new ListArray(flat.ToArray()));
    }

    private static void Flatten(EvaluationContext context, ArrayValue elements, List<Value> flat, int depth)
    {
        if (depth > context.Limits.ValueDepthMax)
        {
            throw new ExpressionFault(Messages.RecursionTooDeep);
        }

        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            DeepStack.Run(() =>
            {
                Flatten(context, elements, flat, depth);
                return true;
            });
            return;
        }

        for (var i = 0; i < elements.Count; i++)
        {
            var element = elements[i];
            if (element.Kind is ValueKind.Array or ValueKind.Bytes)
            {
                context.Step(1);
                Flatten(context, Arguments.Elements("flatten", element), flat, depth + 1);
                continue;
            }

            context.ChargeElements(1);
            flat.Add(element);
        }
    }

    private static Value Unique(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var elements = Arguments.Elements("uniq", arguments[0]);
        var unique = new List<Value>();
        var known = new Dictionary<int, List<Value>>();
        for (var i = 0; i < elements.Count; i++)
        {
            var element = elements[i];
            var hash = LooseHash(element);
            if (!known.TryGetValue(hash, out var candidates))
            {
                known.Add(hash, candidates = []);
            }

            context.Step(candidates.Count);
            if (!candidates.Exists(candidate => Equality.AreEqual(candidate, element, context)))
            {
                context.ChargeElements(1);
                candidates.Add(element);
                unique.Add(element);
            }
        }

        return Value.FromArray(new ListArray(unique.ToArray()));
    }

    /// <summary>The same for values that are equal: numbers of all kinds by their size, times by their instant.</summary>
    private static int LooseHash(in Value value) => value.IsNumber ? value.AsDouble().GetHashCode()
        : value.Kind == ValueKind.Nil || value.Kind == ValueKind.Array ? 0
        : KeyComparer.Hash(value);

    private static Value Reverse(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var elements = Arguments.Elements("reverse", arguments[0]);
        context.ChargeMemory(elements.Count);
        var reversed = elements.ToArray();
        System.Array.Reverse(reversed);
        return Value.FromArray(new ListArray(reversed));
    }

    private static Value Sort(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var descending = arguments.Length == 2 && IsDescending(arguments[1]);
        if (arguments[0].Kind != ValueKind.Array
            || arguments[0].Array is not { Flavor: ArrayFlavor.Ordinary or ArrayFlavor.Ints or ArrayFlavor.Strings } elements)
        {
            return Value.FromArray(ListArray.NilArray);
        }

        context.ChargeMemory(elements.Count);
        var values = elements.ToArray();
        return Value.FromArray(new ListArray(Sorting.Sort(values, values, descending, context)));
    }

    private static bool IsDescending(in Value order) => order.Kind != ValueKind.String
        ? throw new ExpressionFault(Messages.SortOrderNotText(order))
        : order.Text switch
        {
            "asc" => false,
            "desc" => true,
            var other => throw new ExpressionFault(Messages.InvalidSortOrder(other)),
        };
}
