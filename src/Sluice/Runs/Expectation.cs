namespace Sluice.Runs;

/// <summary>Something that a run ends with, as the heads of files promise it.</summary>
internal abstract record Expectation
{
    private const string WalletPrefix = "wallet ";
    private const string HoldPrefix = "hold ";
    private const string TransferPrefix = "transfer=";

    private Expectation()
    {
    }

    /// <summary>
    /// Reads <c>[ledger/]account=ASSET:amount</c>, <c>wallet name[/balance]=ASSET:amount</c>, <c>hold wallet=ASSET:amount</c> or
    /// <c>transfer=ASSET:amount STATUS</c>.
    /// </summary>
    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static Expectation Parse(string text) => text switch
    {
        _ when Rest(text, WalletPrefix) is { } wallet => new OfWallet(WithMoney(wallet)),
        _ when Rest(text, HoldPrefix) is { } hold => new OfHold(WithMoney(hold).Name, WithMoney(hold).Money!),
        // An account may have that name too; its balance has no status.
        _ when Rest(text, TransferPrefix) is { } transfer && transfer.Contains(' ') => ParseTransfer(text, transfer),
        _ => new OfAccount(AccountAmount.Parse(text)),
    };

    private static string? Rest(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..].Trim() : null;

    private static WalletAmount WithMoney(string text) => WalletAmount.Parse(text) is { Money: not null } wallet
        ? wallet
        : throw new FormatException($"'{text}' does not say how much, as in bob=EUR/2:2500");

    private static OfTransfer ParseTransfer(string text, string transfer) =>
        transfer.Split(' ', 2, StringSplitOptions.TrimEntries) is [var money, { Length: > 0 } status]
        && !status.Contains(' ', StringComparison.Ordinal)
        && Money.Find(money) is { } read
            ? new OfTransfer(read, status)
            : throw new FormatException($"'{text}' is not transfer=ASSET:amount STATUS, such as transfer=EUR/2:2500 PROCESSED");

    /// <summary>The balance of an account.</summary>
    public sealed record OfAccount(AccountAmount Balance) : Expectation;

    /// <summary>The balance of a wallet, whose money is set.</summary>
    public sealed record OfWallet(WalletAmount Balance) : Expectation;

    /// <summary>What a hold on the money of a wallet still has.</summary>
    public sealed record OfHold(string Wallet, Money Remaining) : Expectation;

    /// <summary>A transfer and how it stands.</summary>
    public sealed record OfTransfer(Money Money, string Status) : Expectation;
}
