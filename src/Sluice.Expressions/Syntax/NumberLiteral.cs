using System.Globalization;

namespace Sluice.Expressions.Syntax;

/// <summary>The value of a number as it is written in a source text.</summary>
internal static class NumberLiteral
{
    public static bool TryRead(string text, out Value value, out Message problem)
    {
        var digits = text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", "", StringComparison.Ordinal) : text;
        var prefix = digits.Length > 1 && digits[0] == '0' ? (char)(digits[1] | 0x20) : '\0';
        problem = default;
        if (prefix == 'x')
        {
            return Whole(digits, 16, "hex", out value, out problem);
        }

        if (digits.AsSpan().IndexOfAny(".eE") >= 0)
        {
            return Fraction(digits, out value, out problem);
        }

        return prefix switch
        {
            'b' => Whole(digits, 2, "binary", out value, out problem),
            'o' => Whole(digits, 8, "octal", out value, out problem),
            _ => Decimal(digits, out value, out problem),
        };
    }

    private static bool Decimal(string digits, out Value value, out Message problem)
    {
        problem = default;
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            value = Value.From(number);
            return true;
        }

        value = default;
        problem = Messages.BadNumberLiteral("integer", "ParseInt", digits, outOfRange: true);
        return false;
    }

    private static bool Whole(string digits, int numberBase, string name, out Value value, out Message problem)
    {
        var number = 0L;
        var outOfRange = false;
        var valid = digits.Length > 2;
        foreach (var digit in digits.AsSpan(2))
        {
            var worth = Characters.HexDigit(digit);
            valid &= worth < numberBase;
            outOfRange |= number > (long.MaxValue - worth) / numberBase;
            number = outOfRange ? 0 : (number * numberBase) + worth;
        }

        value = valid && !outOfRange ? Value.From(number) : default;
        problem = valid && !outOfRange ? default : Messages.BadNumberLiteral(name, "ParseInt", digits, outOfRange: valid);
        return valid && !outOfRange;
    }

    private static bool Fraction(string digits, out Value value, out Message problem)
    {
        var valid = double.TryParse(
            digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number);
        var usable = valid && double.IsFinite(number);
        value = usable ? Value.From(number) : default;
        problem = usable ? default : Messages.BadNumberLiteral("float", "ParseFloat", digits, outOfRange: valid);
        return usable;
    }
}
