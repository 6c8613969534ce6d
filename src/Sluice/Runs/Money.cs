using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Sluice.Runs;

/// <summary>An amount of an asset.</summary>
/// <param name="Asset">The asset, such as <c>USD/2</c>.</param>
/// <param name="Amount">Minor units.</param>
internal sealed partial record Money(string Asset, BigInteger Amount)
{
    /// <summary>Reads <c>ASSET:amount</c>, such as <c>USD/2:2500</c>.</summary>
    /// <returns>Unset when it is written otherwise.</returns>
    public static Money? Find(string text) => Form().Match(text) is { Success: true } match
        ? new Money(
            match.Groups["asset"].Value,
            BigInteger.Parse(match.Groups["amount"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
        : null;

    /// <summary>Splits <c>somewhere=ASSET:amount</c>.</summary>
    /// <returns>Unset when there is no amount behind an equals sign.</returns>
    public static (string Place, Money Money)? FindIn(string text) =>
        text.LastIndexOf('=') is >= 0 and var equals && Find(text[(equals + 1)..]) is { } money ? (text[..equals], money) : null;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Asset} {Amount}");

    [GeneratedRegex(
        @"^ (?<asset> [A-Z] [A-Z0-9]{0,16} (_ [A-Z]{1,16})? (/ [0-9]{1,6})? ) : (?<amount> -? [0-9]{1,1000} ) \z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
