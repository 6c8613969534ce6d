using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;

namespace Sluice.Expressions.Functions;

/// <summary>Functions of the bits of integers.</summary>
internal static class BitFunctions
{
    private const string Group = "Bits";

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        Binary("bitand", "a, b", "The bits that are set in both.", (a, b) => a & b),
        Binary("bitor", "a, b", "The bits that are set in either.", (a, b) => a | b),
        Binary("bitxor", "a, b", "The bits that are set in one of the two.", (a, b) => a ^ b),
        Binary("bitnand", "a, b", "The bits of the first that are not set in the second.", (a, b) => a & ~b),
        new("bitnot", Group, "a", "All bits inverted.", call => Check(call, Parameter.Int), (_, arguments) => Value.From(~Arguments.Bits("bitnot", arguments[0]))),
        Binary("bitshl", "a, n", "Shifted to the left.", (a, n) => Shift(n) < 64 ? a << (int)n : 0),
        Binary("bitshr", "a, n", "Shifted to the right, keeping the sign.", (a, n) => a >> (int)Math.Min(Shift(n), 63)),
        Binary("bitushr", "a, n", "Shifted to the right, filled with zeros.", (a, n) => Shift(n) < 64 ? (long)((ulong)a >> (int)n) : 0),
    ];

    private static BuiltinFunction Binary(string name, string parameters, string summary, Func<long, long, long> combine) => new(
        name,
        Group,
        parameters,
        summary,
        call => Check(call, Parameter.Int, Parameter.Int),
        (_, arguments) => Value.From(combine(Arguments.Bits(name, arguments[0]), Arguments.Bits(name, arguments[1]))));

    private static StaticType Check(CallCheck call, params Parameter[] parameters) =>
        Signature.Check(call.Checker, call.Arguments, call.Name, [new(StaticType.Int, parameters)], call.Call.Anchor);

    private static long Shift(long count) => count >= 0 ? count : throw new ExpressionFault(Messages.NegativeShift(count));
}
