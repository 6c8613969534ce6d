using System.Text.RegularExpressions;

namespace Sluice.Sandbox.Wallets.Model;

/// <summary>A part of a wallet's money, spent before or after other parts.</summary>
/// <param name="Sequence">Its place in the order of creation; 0 until it is stored.</param>
/// <param name="ExpiresAt">When its money stops being spendable; <c>null</c> for never.</param>
/// <param name="Priority">Among balances that expire at the same time, or never, the lower one is spent first.</param>
internal sealed partial record BalanceRow(long Sequence, WalletId Wallet, string Name, DateTimeOffset? ExpiresAt, long Priority)
{
    /// <summary>The balance that every wallet has from the start; it never expires.</summary>
    public const string Main = "main";

    /// <summary>The longest name, in characters.</summary>
    public const int NameCharactersMax = 255;

    public string Account => Wallet.Account(Name);

    public static bool IsName(string text) => text.Length <= NameCharactersMax && Pattern().IsMatch(text);

    public bool IsExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>In the order they are spent: soonest to expire first, then by priority, the main one last.</summary>
    public static IEnumerable<BalanceRow> InOrderOfSpending(IEnumerable<BalanceRow> balances) => balances
        .OrderBy(balance => balance.Name == Main)
        .ThenBy(balance => balance.ExpiresAt ?? DateTimeOffset.MaxValue)
        .ThenBy(balance => balance.Priority)
        .ThenBy(balance => balance.Sequence);

    [GeneratedRegex(@"\A[0-9A-Za-z_-]+\z")]
    private static partial Regex Pattern();
}
