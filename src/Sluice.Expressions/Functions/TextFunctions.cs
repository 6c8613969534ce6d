using System.Text;
using Sluice.Expressions.Binding;
using Sluice.Expressions.Evaluation;
using Sluice.Expressions.Values;

namespace Sluice.Expressions.Functions;

/// <summary>Functions of strings.</summary>
internal static class TextFunctions
{
    private const string Group = "Strings";

    private static readonly Parameter[] One = [Parameter.String];
    private static readonly Parameter[] Two = [Parameter.String, Parameter.String];
    private static readonly Parameter[] Three = [Parameter.String, Parameter.String, Parameter.String];

    public static IReadOnlyList<BuiltinFunction> All { get; } =
    [
        Make("trim", "string[, characters]", "Without white space, or any of the characters, at both ends.", StaticType.String, Trim, One, Two),
        Make("trimPrefix", "string[, prefix]", "Without the prefix, a space unless given.", StaticType.String, TrimPrefix, Two, One),
        Make("trimSuffix", "string[, suffix]", "Without the suffix, a space unless given.", StaticType.String, TrimSuffix, Two, One),
        Make("upper", "string", "In upper case, character by character.", StaticType.String, (context, arguments) => MapCase(context, arguments, Casing.ToUpper), One),
        Make("lower", "string", "In lower case, character by character.", StaticType.String, (context, arguments) => MapCase(context, arguments, Casing.ToLower), One),
        Make("split", "string, separator[, n]", "The parts between separators, at most n.", StaticType.Strings, (context, arguments) => Splitting.Split(context, arguments, keepSeparators: false), Two, [.. Two, Parameter.Int]),
        Make("splitAfter", "string, separator[, n]", "The same, with the separator at the end of each part.", StaticType.Strings, (context, arguments) => Splitting.Split(context, arguments, keepSeparators: true), Two, [.. Two, Parameter.Int]),
        Make("replace", "string, old, new[, n]", "With the first n occurrences, or all, replaced.", StaticType.String, Splitting.Replace, [.. Three, Parameter.Int], Three),
        Make("repeat", "string, n", "The string n times.", StaticType.String, Repeat, [Parameter.String, Parameter.Int]),
        Make("join", "array[, separator]", "The strings of the array with the separator between them.", StaticType.String, Join, [Parameter.Strings, Parameter.String], [Parameter.Array, Parameter.String], [Parameter.Array], [Parameter.Strings, Parameter.String], [Parameter.Strings]),
        Make("indexOf", "string, part", "The byte offset of the first occurrence, or -1.", StaticType.Int, (context, arguments) => Value.From((long)Text.IndexOf(Read(context, arguments[0]), Read(context, arguments[1]))), Two),
        Make("lastIndexOf", "string, part", "The byte offset of the last occurrence, or -1.", StaticType.Int, (context, arguments) => Value.From((long)Text.LastIndexOf(Read(context, arguments[0]), Read(context, arguments[1]))), Two),
        Make("hasPrefix", "string, prefix", "Whether it starts with the prefix.", StaticType.Bool, (context, arguments) => Value.From(Text.StartsWith(Read(context, arguments[0]), Read(context, arguments[1]))), Two),
        Make("hasSuffix", "string, suffix", "Whether it ends with the suffix.", StaticType.Bool, (context, arguments) => Value.From(Text.EndsWith(Read(context, arguments[0]), Read(context, arguments[1]))), Two),
    ];

    /// <summary>The text of an argument, its length charged.</summary>
    public static string Read(EvaluationContext context, in Value value)
    {
        var text = Arguments.Text(value);
        context.Step(text.Length >> 4);
        return text;
    }

    private static BuiltinFunction Make(
        string name, string parameters, string summary, StaticType result, BuiltinBody body, params Parameter[][] signatures)
    {
        Signature[] checks = [.. signatures.Select(types => new Signature(result, types))];
        return new(name, Group, parameters, summary, call => Signature.Check(call.Checker, call.Arguments, name, checks, call.Call.Anchor), body);
    }

    private static Value Trim(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = Read(context, arguments[0]);
        if (arguments.Length == 1)
        {
            return Value.FromText(text.Trim());
        }

        // One character may be two code units, so they are compared as a whole.
        var characters = new HashSet<Rune>(Read(context, arguments[1]).EnumerateRunes());
        var (start, end) = (0, text.Length);
        while (start < end && Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out var first, out var length) == 0 && characters.Contains(first))
        {
            start += length;
        }

        while (start < end && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var last, out var length) == 0 && characters.Contains(last))
        {
            end -= length;
        }

        return Value.FromText(text[start..end]);
    }

    private static Value TrimPrefix(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = Read(context, arguments[0]);
        var prefix = arguments.Length == 2 ? Read(context, arguments[1]) : " ";
        return Value.FromText(text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text);
    }

    private static Value TrimSuffix(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = Read(context, arguments[0]);
        var suffix = arguments.Length == 2 ? Read(context, arguments[1]) : " ";
        return Value.FromText(text.EndsWith(suffix, StringComparison.Ordinal) ? text[..^suffix.Length] : text);
    }

    private static Value MapCase(EvaluationContext context, ReadOnlySpan<Value> arguments, Func<string, string> map)
    {
        var text = Read(context, arguments[0]);
        context.ChargeText(text.Length);
        return Value.FromText(map(text));
    }

    private static Value Repeat(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var text = Read(context, arguments[0]);
        var count = Access.ToInt(arguments[1]);
        if (count < 0)
        {
            throw new ExpressionFault(Messages.NegativeRepeat(count));
        }

        if (count > context.Limits.MemoryUnitsMax)
        {
            throw new ExpressionFault(Messages.MemoryBudgetExceeded);
        }

        context.ChargeMemory(Text.ByteLength(text) * count);
        context.ChargeText(text.Length * count);
        return Value.FromText(new StringBuilder().Insert(0, text, (int)count).ToString());
    }

    private static Value Join(EvaluationContext context, ReadOnlySpan<Value> arguments)
    {
        var separator = arguments.Length == 2 ? Read(context, arguments[1]) : "";
        if (arguments[0].Kind != ValueKind.Array || arguments[0].Array is not { Flavor: ArrayFlavor.Ordinary or ArrayFlavor.Strings } parts)
        {
            throw new ExpressionFault(Messages.InvalidArgument("join", arguments[0].IsNil ? "%!s(<nil>)" : TypeNames.Of(arguments[0])));
        }

        var joined = new StringBuilder();
        for (var i = 0; i < parts.Count; i++)
        {
            var part = Arguments.Text(parts[i]);
            context.ChargeText(part.Length + separator.Length);
            joined.Append(i == 0 ? "" : separator).Append(part);
        }

        return Value.FromText(joined.ToString());
    }
}
