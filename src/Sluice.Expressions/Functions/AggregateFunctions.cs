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
        new("max", Group, "number or array, …", "The greatest number; nil when there is none.", call => Check(call, null), (context, arguments) => Extreme(context, "max", "<", arguments, 0)),
        new("min", Group, "number or array, …", "The least number; nil when there is none.", call => Check(call, null), (context, arguments) => Extreme(context, "min", ">", arguments, 0)),
        new("mean", Group, "number or array, …", "The average, as a float; 0 when there are no numbers.", call => Check(call, StaticType.Float), Mean),
        new("median", Group, "number or array, …", "The middle number, or the average of the two in the middle, as a float.", call => Check(call, StaticType.Float), Median),
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
                    var candidate = ExtremeOf(context, name, replaces, elements[i], depth + 1);
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
            : DeepStack.Run(() => Extreme(context, name, replaces, new ReadOnlySpan<Value>(in element), depth));
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
        var numbers = Numbers(context, "mean", arguments);
        var sum = 0.0;
        foreach (var number in numbers)
        {
            sum += number;
        }

        return Value.From(numbers.Count == 0 ? 0.0 : sum / numbers.Count);
    }

    private static Value Median(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var numbers = Numbers(context, "median", arguments);
        if (numbers.Count == 0)
        {
            return Value.From(0.0);
        }

        numbers.Sort();
        var middle = numbers.Count / 2;
        return Value.From(numbers.Count % 2 == 1 ? numbers[middle] : (numbers[middle - 1] + numbers[middle]) / 2);
    }

    private static List<double> Numbers(EvaluationContext context, string name, ReadOnlySpan<Value> arguments)
    {
        var numbers = new List<double>();
        foreach (ref readonly var argument in arguments)
        {
            Collect(context, name, argument, numbers, 0);
        }

        return numbers;
    }

    private static void Collect(EvaluationContext context, string name, Value value, List<double> numbers, int depth)
    {
        context.Step(1);
        if (value.Kind is ValueKind.Array or ValueKind.Bytes)
        {
            CheckDepth(context, depth);
            if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            {
                DeepStack.Run(() =>
                {
                    Collect(context, name, value, numbers, depth);
                    return true;
                });
                return;
            }

            var elements = Access.Elements(value, context);
            for (var i = 0; i < elements.Count; i++)
            {
                Collect(context, name, elements[i], numbers, depth + 1);
            }

            return;
        }

        numbers.Add(value.IsNumber ? value.AsDouble()
            : value.Kind is ValueKind.Duration or ValueKind.Month or ValueKind.Weekday ? value.Bits
            : throw new ExpressionFault(Messages.InvalidArgument(name, TypeNames.Of(value))));
    }

    private static void CheckDepth(EvaluationContext context, int depth)
    {
        if (depth >= context.Limits.ValueDepthMax)
        {
            throw new ExpressionFault(Messages.RecursionTooDeep);
        }
    }
}
