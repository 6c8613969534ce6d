namespace Sluice.Sandbox.Wallets.Model;

/// <summary>Names a hold, and by it its ledger account.</summary>
internal readonly record struct HoldId(Guid Value)
{
    private const string AccountPrefix = "wallets:holds:";

    /// <summary>The ledger account that has the money until the hold is confirmed or voided.</summary>
    public string Account => $"{AccountPrefix}{Value:N}";

    public static HoldId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    public static HoldId? TryParse(string text) => Guid.TryParseExact(text, "D", out var value) ? new HoldId(value) : null;

    /// <summary>The hold whose account this is, or <c>null</c> when it is not the account of a hold.</summary>
    public static HoldId? OfAccount(string address) =>
        address.StartsWith(AccountPrefix, StringComparison.Ordinal)
        && Guid.TryParseExact(address.AsSpan(AccountPrefix.Length), "N", out var value)
            ? new HoldId(value)
            : null;

    public override string ToString() => Value.ToString("D");
}
