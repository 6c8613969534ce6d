using System.Buffers;
using System.Globalization;
using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Functions of one number, and what makes numbers of other values.</summary>
internal static class NumberFunctions
{
    private const string Group = "Numbers";

    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789.+-eE");

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        new("abs", Group, "number", "The number without its sign.", call => CheckNumber(call), Absolute),
        new("ceil", Group, "number", "The least whole number that is not less, as a float.", call => CheckNumber(call, StaticType.Float), Rounding("ceil", Math.Ceiling)),
        new("floor", Group, "number", "The greatest whole number that is not greater, as a float.", call => CheckNumber(call, StaticType.Float), Rounding("floor", Math.Floor)),
        new("round", Group, "number", "The nearest whole number, as a float; halves go away from zero.", call => CheckNumber(call, StaticType.Float), Rounding("round", Round)),
        new("int", Group, "value", "An integer of a number (toward zero), of decimal digits, or of a duration's nanoseconds.", CheckInt, ToInt),
        new("float", Group, "value", "A float of a number or of its text.", CheckFloat, ToFloat),
    ];

    private static StaticType CheckNumber(CallCheck call, StaticType? result = null)
    {
        var type = call.Types(1)[0];

        // Durations, months and weekdays are integers to the check, though the functions then refuse them.
        return type.IsNumber || type.IsUnknown || type.Kind is StaticKind.Duration or StaticKind.Month or StaticKind.Weekday
            ? result ?? type
            : throw call.Fault(Messages.InvalidArgument(call.Name, CallCheck.Shown(type)));
    }

    private static Value Absolute(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        ref readonly var value = ref arguments[0];
        return value.Kind switch
        {
            ValueKind.Float => Value.From(value.Float < 0 ? -value.Float : value.Float),
            ValueKind.Byte => value,
            ValueKind.Int or ValueKind.Int64 => value.Bits < 0 ? Arithmetic.Negate(value, context) : value,
            ValueKind.BigInteger => value.AsBigInteger().Sign < 0 ? Arithmetic.Negate(value, context) : value,
            _ => throw new ExpressionFault(Messages.InvalidArgument("abs", TypeNames.Of(value))),
        };
    }

    private static BuiltinBody Rounding(string name, Func<double, double> round) => (_, arguments) => arguments[0].IsNumber
        ? Value.From(round(arguments[0].AsDouble()))
        : throw new ExpressionFault(Messages.InvalidArgument(name, TypeNames.Of(arguments[0])));

    private static double Round(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    private static StaticType CheckInt(CallCheck call)
    {
        var type = call.Types(1)[0];
        return type.IsNumber || type.IsUnknown || type.IsString || type.Kind is StaticKind.Duration or StaticKind.Month or StaticKind.Weekday
            ? StaticType.Int
            : throw call.Fault(Messages.InvalidArgument("int", CallCheck.Shown(type)));
    }

    private static Value ToInt(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        ref readonly var value = ref arguments[0];
        switch (value.Kind)
        {
            case ValueKind.BigInteger:
                return value;
            case ValueKind.Duration or ValueKind.Month or ValueKind.Weekday:
                return Value.From(value.Bits);
            case ValueKind.String:
                var text = value.Text;
                context.Step(text.Length >> 4);
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                    ? Value.From(number)
                    : throw new ExpressionFault(Messages.NotConvertible("int", text));
            default:
                return Value.From(Access.ToInt(value));
        }
    }

    private static StaticType CheckFloat(CallCheck call)
    {
        var type = call.Types(1)[0];
        return type.IsNumber || type.IsUnknown || type.IsString || type.Kind is StaticKind.Duration or StaticKind.Month or StaticKind.Weekday
            ? StaticType.Float
            : throw call.Fault(Messages.InvalidArgument("float", CallCheck.Shown(type)));
    }

    private static Value ToFloat(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        ref readonly var value = ref arguments[0];
        if (value.IsNumber)
        {
            return Value.From(value.AsDouble());
        }

        if (value.Kind != ValueKind.String)
        {
            throw new ExpressionFault(Messages.NotConvertible("float", TypeNames.Of(value)));
        }

        var text = value.Text;
        context.Step(text.Length);
        return TryReadFloat(text, out var number)
            ? Value.From(number)
            : throw new ExpressionFault(Messages.NotConvertible("float", text));
    }

    private static bool TryReadFloat(string text, out double number)
    {
        var unsigned = text.AsSpan(text.Length > 0 && text[0] is '+' or '-' ? 1 : 0);
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            number = text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            number = double.NaN;
            return true;
        }

        number = 0;
        return text.AsSpan().IndexOfAnyExcept(FloatCharacters) < 0
            && double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out number)
            && double.IsFinite(number);
    }
}
