using System.Globalization;
using System.Numerics;

namespace Sluice.Runs;

/// <summary>An amount of an asset in an account, as the command line and the heads of files write it.</summary>
/// <param name="Ledger">The ledger of the account.</param>
/// <param name="Account">The account's address.</param>
/// <param name="Asset">The asset, such as <c>USD/2</c>.</param>
/// <param name="Amount">Minor units.</param>
internal sealed record AccountAmount(string Ledger, string Account, string Asset, BigInteger Amount)
{
    /// <summary>Reads <c>[ledger/]account=ASSET:amount</c>, such as <c>wallets/users:bob=USD/2:2500</c>.</summary>
    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static AccountAmount Parse(string text) =>
        Money.FindIn(text) is var (place, money) && LedgerAccount.Find(place) is { } account
            ? new AccountAmount(account.Ledger, account.Address, money.Asset, money.Amount)
            : throw new FormatException(
                $"'{text}' is not [ledger/]account=ASSET:amount, such as users:alice=USD/2:10000 (amount in minor units)");

    /// <summary>Reads an amount to put into an account, which cannot be negative.</summary>
    /// <exception cref="FormatException">It is negative or written otherwise.</exception>
    public static AccountAmount ParseFund(string text) =>
        Parse(text) is { Amount.Sign: >= 0 } fund ? fund : throw new FormatException($"'{text}' is a negative amount");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Ledger}/{Account}={Asset}:{Amount}");
}
