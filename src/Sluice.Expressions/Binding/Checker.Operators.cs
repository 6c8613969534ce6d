using Sluice.Expressions.Patterns;
using Sluice.Expressions.Syntax;

namespace Sluice.Expressions.Binding;

/// <summary>What operators accept.</summary>
internal sealed partial class Checker
{
    private StaticType Unary(UnarySyntax unary)
    {
        var operand = Check(unary.Operand);
        if (unary.Operation is "not" or "!")
        {
            return operand.IsBool || operand.IsUnknown ? StaticType.Bool : throw Mismatch();
        }

        return operand.IsNumber || operand.IsUnknown ? operand : throw Mismatch();

        ExpressionFault Mismatch() => new(Messages.Mismatch(unary.Operation, operand.Name), unary.Anchor);
    }

    private StaticType Binary(BinarySyntax binary)
    {
        var left = Check(binary.Left);
        var right = Check(binary.Right);
        if (binary.Operation == "matches" && binary.Right is LiteralSyntax { IsString: true } pattern)
        {
            // An invalid one is reported here.
            RegularExpression.Compile(pattern.Value.Text, binary.Anchor);
        }

        if (binary.Operation == "in")
        {
            return In(binary, left, right);
        }

        return Result(binary.Operation, left, right)
            ?? throw new ExpressionFault(Messages.Mismatch(binary.Operation, left.Name, right.Name), binary.Anchor);
    }

    private static StaticType? Result(string operation, StaticType left, StaticType right)
    {
        switch (operation)
        {
            case "==" or "!=":
                return left.IsComparableTo(right) ? StaticType.Bool : null;
            case "and" or "&&" or "or" or "||":
                return Both(left, right, type => type.IsBool) ? StaticType.Bool : null;
            case "<" or ">" or "<=" or ">=":
                return Numbers(left, right) || Both(left, right, type => type.IsString) || Of(left, right, StaticKind.Time)
                    || Of(left, right, StaticKind.Duration)
                        ? StaticType.Bool
                        : null;
            case "+" or "-" or "*":
                return Arithmetic(operation, left, right);
            case "/" or "**" or "^":
                return Numbers(left, right) ? StaticType.Float : null;
            case "%":
                return Both(left, right, type => type.IsInteger) ? StaticType.Int : null;
            case "..":
                return Both(left, right, type => type.IsInteger) ? StaticType.Ints : null;
            case "matches":
                return Both(left, right, type => type.IsString)
                    || (left.Kind == StaticKind.Bytes && (right.IsString || right.IsUnknown))
                        ? StaticType.Bool
                        : null;
            case "contains" or "startsWith" or "endsWith":
                return Both(left, right, type => type.IsString) ? StaticType.Bool : null;
            default:
                return left.IsNil ? right
                    : right.IsNil || right.IsAssignableTo(left) ? left
                    : StaticType.Unknown;
        }
    }

    private static StaticType? Arithmetic(string operation, StaticType left, StaticType right)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Kind == StaticKind.Float || right.Kind == StaticKind.Float ? StaticType.Float : StaticType.Int;
        }

        var known = (operation, left.Kind, right.Kind) switch
        {
            ("+", StaticKind.String, StaticKind.String) => StaticType.String,
            ("+", StaticKind.Time, StaticKind.Duration) or ("+", StaticKind.Duration, StaticKind.Time)
                or ("-", StaticKind.Time, StaticKind.Duration) => StaticType.Time,
            ("-", StaticKind.Time, StaticKind.Time) or (_, StaticKind.Duration, StaticKind.Duration) => StaticType.Duration,
            ("*", StaticKind.Duration, _) when right.IsNumber => StaticType.Duration,
            ("*", _, StaticKind.Duration) when left.IsNumber => StaticType.Duration,
            _ => null,
        };
        return known ?? ((left.IsUnknown && IsOperand(operation, right)) || (right.IsUnknown && IsOperand(operation, left))
            ? StaticType.Unknown
            : null);
    }

    private static bool IsOperand(string operation, StaticType type) =>
        type.IsUnknown || type.IsNumber || type.Kind == StaticKind.Duration
        || (type.IsString && operation == "+") || (type.Kind == StaticKind.Time && operation != "*");

    private static StaticType In(BinarySyntax binary, StaticType left, StaticType right)
    {
        if (right.IsMap)
        {
            return left.IsUnknown || right.Kind != StaticKind.Map || left.IsString
                ? StaticType.Bool
                : throw new ExpressionFault(Messages.KeyMismatch(left.Name, "string"), binary.Anchor);
        }

        if (right.IsArray)
        {
            return left.IsComparableTo(right.Element)
                ? StaticType.Bool
                : throw new ExpressionFault(Messages.ElementMismatch(left.Name, right.Element.Name), binary.Anchor);
        }

        return right.IsUnknown || (left.IsUnknown && right.IsString)
            ? StaticType.Bool
            : throw new ExpressionFault(Messages.Mismatch("in", left.Name, right.Name), binary.Anchor);
    }

    private static bool Numbers(StaticType left, StaticType right) => Both(left, right, type => type.IsNumber);

    private static bool Of(StaticType left, StaticType right, StaticKind kind) => Both(left, right, type => type.Kind == kind);

    /// <summary>Whether both are accepted, one of them possibly because nothing is known of it.</summary>
    private static bool Both(StaticType left, StaticType right, Func<StaticType, bool> accepts) =>
        (left.IsUnknown || accepts(left)) && (right.IsUnknown || accepts(right));
}
