using System.Runtime.CompilerServices;
using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Functions of any number of numbers, given one by one or in arrays.</summary>
internal static class AggregateFunctions
{
    private const string Group = "Numbers";

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        new(
            "max", Group, "number or array, …", "The greatest number; nil when there is none.",
            call => Check(call, null),
            (context, arguments) => Extreme(context, "max", "<", arguments, 0)),
        new(
            "min", Group, "number or array, …", "The least number; nil when there is none.",
            call => Check(call, null),
            (context, arguments) => Extreme(context, "min", ">", arguments, 0)),
        new(
            "mean", Group, "number or array, …", "The average, as a float; 0 when there are no numbers.",
            call => Check(call, StaticType.Float),
            Mean),
        new(
            "median", Group, "number or array, …", "The middle number, or the average of the two in the middle, as a float.",
            call => Check(call, StaticType.Float),
            Median),
    ];

    private static StaticType Check(CallCheck call, StaticType? result)
    {
        var types = call.Types();
        if (types.Length == 0)
        {
            throw call.Fault(Messages.TooFewArguments(call.Name));
        }

        foreach (var type in types)
        {
            if (type.IsUnknown || type.IsArray)
            {
                return result ?? StaticType.Unknown;
            }

            if (!type.IsNumber && type.Kind is not (StaticKind.Duration or StaticKind.Month or StaticKind.Weekday))
            {
                throw call.Fault(Messages.InvalidArgument(call.Name, CallCheck.Shown(type)));
            }
        }

        return result ?? types[0];
    }

    private static Value Extreme(EvaluationContext context, string name, string replaces, ReadOnlySpan<Value> arguments, int depth)
    {
        var best = Value.Nil;
        foreach (ref readonly var argument in arguments)
        {
            context.Step(1);
            if (argument.Kind is ValueKind.Array or ValueKind.Bytes)
            {
                var elements = Access.Elements(argument, context);
                for (var i = 0; i < elements.Count; i++)
                {
                    var element = elements[i];
                    var candidate = ExtremeOf(context, name, replaces, element, depth + 1);
                    if (candidate.IsNil && element.Kind is ValueKind.Array or ValueKind.Bytes)
                    {
                        continue;
                    }

                    if (!candidate.IsNumber)
                    {
                        throw new ExpressionFault(Messages.InvalidArgument(name, TypeNames.Of(candidate)));
                    }

                    Take(candidate, ref best, replaces, context);
                }
            }
            else if (argument.IsNumber || argument.Kind is ValueKind.Duration or ValueKind.Month or ValueKind.Weekday)
            {
                Take(argument, ref best, replaces, context);
            }
            else
            {
                return arguments.Length == 1
                    ? argument
                    : throw new ExpressionFault(Messages.InvalidArgument(name, TypeNames.Of(argument)));
            }
        }

        return best;
    }

    private static Value ExtremeOf(EvaluationContext context, string name, string replaces, Value element, int depth)
    {
        CheckDepth(context, depth);
        return RuntimeHelpers.TryEnsureSufficientExecutionStack()
            ? Extreme(context, name, replaces, new ReadOnlySpan<Value>(in element), depth)
            : DeepStack.Run(
                (context, name, replaces, element, depth),
                static deep => Extreme(deep.context, deep.name, deep.replaces, new ReadOnlySpan<Value>(in deep.element), deep.depth));
    }

    private static void Take(in Value candidate, ref Value best, string replaces, EvaluationContext context)
    {
        if (best.IsNil || Ordering.Compare(replaces, best, candidate, context))
        {
            best = candidate;
        }
    }

    private static Value Mean(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var (sum, count) = (0.0, 0L);
        foreach (ref readonly var argument in arguments)
        {
            Add(context, argument, ref sum, ref count, 0);
        }

        return Value.From(count == 0 ? 0.0 : sum / count);
    }

    /// <summary>Adds numbers one by one; an array inside an array is added as its own sum, which rounding can show.</summary>
    private static void Add(EvaluationContext context, Value value, ref double sum, ref long count, int depth)
    {
        context.Step(1);
        if (value.Kind is not (ValueKind.Array or ValueKind.Bytes))
        {
            sum += Number("mean", value);
            count++;
            return;
        }

        var (innerSum, innerCount) = depth == 0 ? (sum, count) : (0.0, 0L);
        CheckDepth(context, depth);
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            AddElements(context, value, ref innerSum, ref innerCount, depth);
        }
        else
        {
            (innerSum, innerCount) = DeepStack.Run((context, value, depth), static deep =>
            {
                var (deepSum, deepCount) = (0.0, 0L);
                AddElements(deep.context, deep.value, ref deepSum, ref deepCount, deep.depth);
                return (deepSum, deepCount);
            });
        }

        (sum, count) = depth == 0 ? (innerSum, innerCount) : (sum + innerSum, count + innerCount);
    }

    private static void AddElements(EvaluationContext context, in Value value, ref double sum, ref long count, int depth)
    {
        var elements = Access.Elements(value, context);
        for (var i = 0; i < elements.Count; i++)
        {
            Add(context, elements[i], ref sum, ref count, depth + 1);
        }
    }

    private static Value Median(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var numbers = new List<double>();
        foreach (ref readonly var argument in arguments)
        {
            Collect(context, argument, numbers, 0);
        }

        if (numbers.Count == 0)
        {
            return Value.From(0.0);
        }

        numbers.Sort();
        var middle = numbers.Count / 2;
        return Value.From(numbers.Count % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2);
    }

    private static void Collect(EvaluationContext context, Value value, List<double> numbers, int depth)
    {
        context.Step(1);
        if (value.Kind is ValueKind.Array or ValueKind.Bytes)
        {
            CheckDepth(context, depth);
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                DeepStack.Run((context, value, numbers, depth), static deep =>
                {
                    Collect(deep.context, deep.value, deep.numbers, deep.depth);
                    return true;
                });
                return;
            }

            var elements = Access.Elements(value, context);
            for (var i = 0; i < elements.Count; i++)
            {
                Collect(context, elements[i], numbers, depth + 1);
            }

            return;
        }

        numbers.Add(Number("median", value));
    }

    private static double Number(string name, in Value value) => value.IsNumber ? value.AsDouble()
        : value.Kind is ValueKind.Duration or ValueKind.Month or ValueKind.Weekday ? value.Bits
        : throw new ExpressionFault(Messages.InvalidArgument(name, TypeNames.Of(value)));

    private static void CheckDepth(EvaluationContext context, int depth)
    {
        if (depth >= context.Limits.ValueDepthMax)
        {
            throw new ExpressionFault(Messages.RecursionTooDeep);
        }
    }
}
