using System.Globalization;
using System.Numerics;

namespace Sluice.Engine.Json;

/// <summary>Reads integers of any size without ever passing through a float.</summary>
public static class ExactInteger
{
    /// <summary>
    /// Most digits of an integer. Far beyond any money, and small enough that <c>1e999999999</c> cannot fill the memory.
    /// </summary>
    public const int DigitsMax = 1_000;

    // An exponent past this bound is out of reach of any number that fits a definition, so its exact size no longer matters.
    private const int ExponentMax = 1_000_000_000;

    /// <summary>Reads a JSON number that denotes an integer: <c>100</c>, <c>1e2</c> and <c>1.50e1</c> do, <c>1.5</c> does not.</summary>
    /// <param name="number">The number as JSON spells it.</param>
    /// <param name="value">The integer when the answer is null.</param>
    /// <returns>Null, or what is wrong with the number.</returns>
    public static string? ReadJsonNumber(ReadOnlySpan<char> number, out BigInteger value)
    {
        value = default;
        var negative = number.StartsWith("-");
        var unsigned = negative ? number[1..] : number;
        var exponentAt = unsigned.IndexOfAny('e', 'E');
        var mantissa = exponentAt < 0 ? unsigned : unsigned[..exponentAt];
        var pointAt = mantissa.IndexOf('.');
        var whole = pointAt < 0 ? mantissa : mantissa[..pointAt];
        var fraction = pointAt < 0 ? [] : mantissa[(pointAt + 1)..].TrimEnd('0');

        var digits = string.Concat(whole, fraction).AsSpan().TrimStart('0');
        if (digits.IsEmpty)
        {
            return null;
        }

        var significant = digits.TrimEnd('0');
        var exponent = exponentAt < 0 ? 0 : ReadExponent(unsigned[(exponentAt + 1)..]);
        var zeros = exponent - fraction.Length + (digits.Length - significant.Length);
        if (zeros < 0)
        {
            return "it has a fraction";
        }

        if (significant.Length + zeros > DigitsMax)
        {
            return $"it has more than {DigitsMax} digits";
        }

        var magnitude = BigInteger.Parse(significant, NumberStyles.None, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)zeros);
        value = negative ? -magnitude : magnitude;
        return null;
    }

    /// <summary>Reads base-10 digits with an optional sign, and nothing else.</summary>
    /// <param name="text">The digits.</param>
    /// <param name="value">The integer when the answer is null.</param>
    /// <returns>Null, or what is wrong with the text.</returns>
    public static string? ReadText(ReadOnlySpan<char> text, out BigInteger value)
    {
        value = default;
        var digits = text is ['+' or '-', ..] ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return "it is not a base-10 integer";
        }

        return ReadJsonNumber(text[0] == '+' ? digits : text, out value);
    }

    private static long ReadExponent(ReadOnlySpan<char> exponent)
    {
        var negative = exponent[0] == '-';
        var digits = (exponent[0] is '+' or '-' ? exponent[1..] : exponent).TrimStart('0');
        var magnitude = digits switch
        {
            [] => 0,
            { Length: > 9 } => ExponentMax,
            _ => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture),
        };
        return negative ? -magnitude : magnitude;
    }
}
