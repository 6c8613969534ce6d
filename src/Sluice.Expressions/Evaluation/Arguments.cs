using Sluice.Expressions.Values;

namespace Sluice.Expressions.Evaluation;

/// <summary>Values as what a function or an operator wants them to be.</summary>
internal static class Arguments
{
    public static string Text(in Value value) =>
        value.Kind == ValueKind.String ? value.Text : throw new ExpressionFault(Messages.NotA("string", value));

    public static bool Bool(in Value value) =>
        value.Kind == ValueKind.Bool ? value.Bool : throw new ExpressionFault(Messages.NotA("bool", value));

    /// <summary>An integer for a bit function, which takes no floats.</summary>
    public static long Bits(string function, in Value value) => value.Kind is ValueKind.Int or ValueKind.Int64 or ValueKind.Byte
        ? value.Bits
        : throw new ExpressionFault(Messages.BitArgument(function, value));

    /// <summary>The elements of an array or of bytes.</summary>
    /// <param name="action">What the function does, for the message: <c>cannot reverse map</c>.</param>
    public static ArrayValue Elements(string action, in Value value) => value.Kind switch
    {
        ValueKind.Array => value.Array,
        ValueKind.Bytes => new BytesArray(value.Bytes),
        _ => throw new ExpressionFault(Messages.Cannot(action, TypeNames.KindOf(value))),
    };
}
