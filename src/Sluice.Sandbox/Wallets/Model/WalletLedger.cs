using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Wallets.Model;

/// <summary>The ledger that all wallets are built on, and how their transactions are marked in it.</summary>
internal static class WalletLedger
{
    /// <summary>Its name. The first wallet creates it.</summary>
    public const string Name = "wallets-002";

    private const string MarkKey = "wallets/transaction";
    private const string MarkValue = "true";
    private const string CustomPrefix = "wallets/custom_data_";

    /// <summary>The metadata of a transaction that a wallet made, from what the caller wants to remember of it.</summary>
    public static Metadata Mark(Metadata custom) => custom
        .Select(pair => KeyValuePair.Create(CustomPrefix + pair.Key, pair.Value))
        .Aggregate(MetadataMap.Empty.Add(MarkKey, MarkValue), (marked, pair) => marked.Add(pair.Key, pair.Value));

    public static bool IsMarked(Metadata transaction) => transaction.GetValueOrDefault(MarkKey) == MarkValue;
}
