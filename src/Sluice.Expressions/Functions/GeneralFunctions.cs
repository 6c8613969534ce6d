using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Functions for values of several kinds.</summary>
internal static class GeneralFunctions
{
    private const string Group = "General";

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        new("len", Group, "value", "Elements of an array or a map, characters of a string, bytes of bytes.", CheckLength, Length),
        new("type", Group, "value", "The name of the value's type, such as `\"int\"`, `\"map\"` or `\"nil\"`.", CheckType, Type),
        new("get", Group, "value, key", "The element or entry, or nil when there is none; never fails because a value is missing.", CheckGet, Get),
    ];

    private static StaticType CheckLength(CallCheck call)
    {
        var type = call.Types(1)[0];
        return type.IsUnknown || type.IsArray || type.IsMap || type.IsString
            ? StaticType.Int
            : throw call.Fault(Messages.InvalidArgument("len", CallCheck.Shown(type)));
    }

    private static Value Length(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        ref readonly var value = ref arguments[0];
        switch (value.Kind)
        {
            case ValueKind.Array:
                return Value.From((long)value.Array.Count);
            case ValueKind.Map:
                return Value.From((long)value.Map.Count);
            case ValueKind.Bytes:
                return Value.From((long)value.Bytes.Length);
            case ValueKind.String:
                var text = value.Text;
                context.Step(text.Length >> 4);
                return Value.From((long)Text.CodePointCount(text));
            default:
                throw new ExpressionFault(Messages.InvalidArgument("len", TypeNames.Of(value)));
        }
    }

    private static StaticType CheckType(CallCheck call) =>
        Signature.Check(call.Checker, call.Arguments, call.Name, [new(StaticType.String, Parameter.Any)], call.Call.Anchor);

    private static Value Type(EvaluationContext context, ReadOnlySpan<Value> arguments) => Value.FromText(TypeNames.Named(arguments[0]));

    private static StaticType CheckGet(CallCheck call)
    {
        var types = call.Types(2);
        var (target, key) = (types[0], types[1]);
        if (target.IsUnknown)
        {
            return StaticType.Unknown;
        }

        if (target.IsMap)
        {
            return key.IsUnknown || target.Kind != StaticKind.Map || key.IsString
                ? target.Element
                : throw new ExpressionFault(Messages.BadMapIndex(key.Name, target.Name), call.Arguments[1].Anchor);
        }

        if (!target.IsArray)
        {
            throw new ExpressionFault(Messages.NotIndexable(target.Name), call.Arguments[0].Anchor);
        }

        return key.IsUnknown || key.IsInteger
            ? target.Element
            : throw new ExpressionFault(Messages.NonIntegerBound(key.Name), call.Arguments[1].Anchor);
    }

    private static Value Get(EvaluationContext context, ReadOnlySpan<Value> arguments) => Access.Find(arguments[0], arguments[1], context);
}
