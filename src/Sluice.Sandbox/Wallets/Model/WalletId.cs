namespace Sluice.Sandbox.Wallets.Model;

/// <summary>Names a wallet, and by it the ledger accounts of its balances.</summary>
internal readonly record struct WalletId(Guid Value)
{
    /// <summary>The segment that the accounts of the wallet's balances begin with, the separator included.</summary>
    public string AccountPrefix => $"wallets:{Value:N}:";

    public static WalletId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static WalletId? TryParse(string text) => Guid.TryParseExact(text, "D", out var value) ? new WalletId(value) : null;

    /// <summary>The ledger account that has the money of a balance.</summary>
    public string Account(string balance) => AccountPrefix + balance;

    public override string ToString() => Value.ToString("D");
}
