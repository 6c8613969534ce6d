using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Sluice.Sandbox.Numscript;

/// <summary>An exact fraction between 0 and 1.</summary>
internal readonly partial record struct Portion
{
    // Keeps products of denominators small whatever a script spells out.
    private const int CharactersMax = 64;

    private Portion(BigInteger numerator, BigInteger denominator)
    {
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        Numerator = numerator / divisor;
        Denominator = denominator / divisor;
    }

    public static Portion None { get; } = new(0, 1);

    public static Portion Whole { get; } = new(1, 1);

    public BigInteger Numerator { get; }

    public BigInteger Denominator { get; }

    public static Portion operator +(Portion left, Portion right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Portion operator -(Portion left, Portion right) =>
        new((left.Numerator * right.Denominator) - (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    /// <summary>Reads <c>1/3</c>, <c>25%</c> or <c>12.5%</c>; <c>false</c> when it is none of these or not between 0 and 1.</summary>
    public static bool TryParse(string text, out Portion portion)
    {
        portion = None;
        if (text.Length > CharactersMax || Spelling().Match(text) is not { Success: true } match)
        {
            return false;
        }

        var fraction = match.Groups["fraction"].Value;
        var (numerator, denominator) = match.Groups["denominator"] is { Success: true } ratio
            ? (Integer(match.Groups["numerator"].Value), Integer(ratio.Value))
            : (Integer(match.Groups["percent"].Value + fraction), 100 * BigInteger.Pow(10, fraction.Length));
        if (denominator.IsZero || numerator > denominator)
        {
            return false;
        }

        portion = new Portion(numerator, denominator);
        return true;
    }

    /// <summary>
    /// Divides an amount so that the parts sum to it exactly: each is rounded down, and the units left over go one each to the
    /// first parts that are not zero.
    /// </summary>
    /// <param name="portions">Must sum to one.</param>
    public static BigInteger[] Allocate(BigInteger amount, IReadOnlyList<Portion> portions)
    {
        var parts = portions.Select(portion => amount * portion.Numerator / portion.Denominator).ToArray();
        var left = parts.Aggregate(amount, (rest, part) => rest - part);
        for (var index = 0; left > 0; index++)
        {
            if (!portions[index].Numerator.IsZero)
            {
                parts[index]++;
                left--;
            }
        }

        return parts;
    }

    public bool IsMoreThan(Portion other) => Numerator * other.Denominator > other.Numerator * Denominator;

    public override string ToString() => $"{Numerator}/{Denominator}";

    private static BigInteger Integer(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\A((?<numerator>[0-9]+) ?/ ?(?<denominator>[0-9]+)|(?<percent>[0-9]+)(\.(?<fraction>[0-9]+))?%)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Spelling();
}
