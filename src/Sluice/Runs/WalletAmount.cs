using System.Text.RegularExpressions;
using Sluice.Client;

namespace Sluice.Runs;

/// <summary>A balance of a wallet, with money in it or without, as the command line and the heads of files write it.</summary>
/// <param name="Name">The wallet's name.</param>
/// <param name="Balance">The balance of it.</param>
/// <param name="Money">How much; unset where no amount is written.</param>
internal sealed partial record WalletAmount(string Name, string Balance, Money? Money)
{
    /// <summary>The wallet and the balance, which goes without saying when it is the main one.</summary>
    public string Place => NameOf(Name, Balance);

    /// <summary>Reads <c>name[/balance][=ASSET:amount]</c>, such as <c>bob/savings=EUR/2:5000</c>.</summary>
    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static WalletAmount Parse(string text)
    {
        var (place, money) = text.Contains('=', StringComparison.Ordinal) ? Money.FindIn(text) ?? ("", null!) : (text, null);
        var match = Form().Match(place);
        return match.Success
            ? new WalletAmount(
                match.Groups["name"].Value,
                match.Groups["balance"] is { Success: true } balance ? balance.Value : Wallet.MainBalance,
                money)
            : throw new FormatException(
                $"'{text}' is not wallet[/balance][=ASSET:amount], such as bob=EUR/2:5000 or bob/savings (amount in minor units)");
    }

    /// <summary>Reads a wallet to prepare, whose money cannot be negative.</summary>
    /// <exception cref="FormatException">It is negative or written otherwise.</exception>
    public static WalletAmount ParsePrepared(string text) =>
        Parse(text) is { Money: not { Amount.Sign: < 0 } } wallet ? wallet : throw new FormatException($"'{text}' is a negative amount");

    /// <summary>How people call a balance of a wallet.</summary>
    public static string NameOf(string wallet, string balance) => balance == Wallet.MainBalance ? wallet : $"{wallet}/{balance}";

    /// <inheritdoc />
    public override string ToString() => Money is null ? Place : $"{Place}={Money.Asset}:{Money.Amount}";

    [GeneratedRegex(
        @"^ (?<name> [^\s/=] ([^/=\p{Cc}]{0,1022} [^\s/=])? ) (/ (?<balance> [A-Za-z0-9_-]{1,255} ))? \z",
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
