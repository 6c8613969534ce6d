namespace Sluice.Runs;

/// <summary>Whoever is to have an account at a payment provider. Exactly one of the two is set.</summary>
/// <param name="Account">The account of a ledger that stands for them.</param>
/// <param name="Wallet">The name of their wallet.</param>
internal sealed record Payee(LedgerAccount? Account, string? Wallet)
{
    private const string WalletPrefix = "wallet ";

    /// <summary>What an account at the provider is called.</summary>
    public string Name => Wallet ?? Account!.Address;

    /// <summary>Reads <c>[ledger/]account</c> or <c>wallet name</c>.</summary>
    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static Payee Parse(string text)
    {
        if (text.StartsWith(WalletPrefix, StringComparison.Ordinal)
            && WalletAmount.Parse(text[WalletPrefix.Length..].Trim()) is { Money: null, Balance: Client.Wallet.MainBalance } wallet)
        {
            return new Payee(null, wallet.Name);
        }

        return LedgerAccount.Find(text) is { } account
            ? new Payee(account, null)
            : throw new FormatException($"'{text}' is not [ledger/]account or wallet NAME, such as sellers:ada or wallet bob");
    }

    /// <inheritdoc />
    public override string ToString() => Wallet is null ? Account!.ToString() : WalletPrefix + Wallet;
}
