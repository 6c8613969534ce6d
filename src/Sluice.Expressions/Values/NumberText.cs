using System.Globalization;
using System.Numerics;
using System.Text;

namespace Sluice.Expressions.Values;

/// <summary>Numbers as text, and text as numbers.</summary>
internal static class NumberText
{
    /// <summary>The longest integer read exactly. Reading more digits takes time that grows with their square, so those become floats.</summary>
    public const int ExactDigitsMax = 1_000;

    public static Value ReadBigInteger(ReadOnlySpan<byte> digits) => digits.Length <= ExactDigitsMax
        ? Value.From(BigInteger.Parse(Encoding.ASCII.GetString(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
        : Value.From(ReadDouble(digits));

    public static double ReadDouble(ReadOnlySpan<byte> number) => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>The text of an integer of any kind.</summary>
    public static string Integer(in Value value) => value.Kind == ValueKind.BigInteger
        ? value.AsBigInteger().ToString(CultureInfo.InvariantCulture)
        : value.Bits.ToString(CultureInfo.InvariantCulture);

    /// <summary>The shortest digits that give the number back; exponents below -4 and from 6 on are written as such.</summary>
    public static string Float(double value) => double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value > 0 ? "+Inf" : "-Inf"
        : Render(value, exponentMin: -4, exponentMax: 6, exponentDigits: 2);

    /// <summary>The number as JSON has it: exponents below -6 and from 21 on are written as such.</summary>
    public static string Json(double value) => Render(value, exponentMin: -6, exponentMax: 21, exponentDigits: 1);

    private static string Render(double value, int exponentMin, int exponentMax, int exponentDigits)
    {
        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        // "d.ddddE+xxx" with the shortest digits, taken apart.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture).AsSpan();
        var sign = value < 0 ? "-" : "";
        var (digits, exponent) = Digits(shortest.TrimStart('-'));
        if (exponent < exponentMin || exponent >= exponentMax)
        {
            var power = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).PadLeft(exponentDigits, '0');
            return $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{power}";
        }

        return exponent < 0 ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : digits.Length <= exponent + 1 ? sign + digits.PadRight(exponent + 1, '0')
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>The significant digits, and the power of ten of the first one.</summary>
    private static (string Digits, int Exponent) Digits(ReadOnlySpan<char> number)
    {
        var exponent = 0;
        if (number.IndexOf('E') is >= 0 and var mark)
        {
            exponent = int.Parse(number[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            number = number[..mark];
        }

        var point = number.IndexOf('.');
        var digits = new StringBuilder().Append(number[..(point < 0 ? number.Length : point)]);
        exponent += digits.Length - 1;
        if (point >= 0)
        {
            digits.Append(number[(point + 1)..]);
        }

        var significant = digits.ToString();
        var leading = significant.Length - significant.TrimStart('0').Length;
        return (significant.Trim('0'), exponent - leading);
    }
}
