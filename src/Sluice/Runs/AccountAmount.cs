using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Sluice.Runs;

/// <summary>An amount of an asset in an account, as the command line and the heads of files write it.</summary>
/// <param name="Ledger">The ledger of the account.</param>
/// <param name="Account">The account's address.</param>
/// <param name="Asset">The asset, such as <c>USD/2</c>.</param>
/// <param name="Amount">Minor units.</param>
internal sealed partial record AccountAmount(string Ledger, string Account, string Asset, BigInteger Amount)
{
    /// <summary>The ledger where none is named.</summary>
    public const string DefaultLedger = "default";

    /// <summary>Reads <c>[ledger/]account=ASSET:amount</c>, such as <c>wallets/users:bob=USD/2:2500</c>.</summary>
    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static AccountAmount Parse(string text)
    {
        var match = Form().Match(text);
        return match.Success
            ? new AccountAmount(
                match.Groups["ledger"] is { Success: true } ledger ? ledger.Value : DefaultLedger,
                match.Groups["account"].Value,
                match.Groups["asset"].Value,
                BigInteger.Parse(match.Groups["amount"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture))
            : throw new FormatException(
                $"'{text}' is not [ledger/]account=ASSET:amount, such as users:alice=USD/2:10000 (amount in minor units)");
    }

    /// <summary>Reads an amount to put into an account, which cannot be negative.</summary>
    /// <exception cref="FormatException">It is negative or written otherwise.</exception>
    public static AccountAmount ParseFund(string text) =>
        Parse(text) is { Amount.Sign: >= 0 } fund ? fund : throw new FormatException($"'{text}' is a negative amount");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ledger}/{Account}={Asset}:{Amount}");

    [GeneratedRegex(
        """
        ^ ((?<ledger> [A-Za-z0-9_-]{1,63} ) /)?
        (?<account> [A-Za-z0-9_-]+ (: [A-Za-z0-9_-]+ )* )
        = (?<asset> [A-Z] [A-Z0-9]{0,16} (_ [A-Z]{1,16})? (/ [0-9]{1,6})? )
        : (?<amount> -? [0-9]{1,1000} ) \z
        """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
