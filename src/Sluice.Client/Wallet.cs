using System.Numerics;
using System.Text.Json.Serialization;

namespace Sluice.Client;

/// <summary>A wallet: money of one owner, in one or more balances.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, which need not be unique.</param>
/// <param name="Ledger">The ledger that its money is in.</param>
/// <param name="Metadata">Its metadata.</param>
public sealed record Wallet(string Id, string Name, string Ledger, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The balance that every wallet has.</summary>
    public const string MainBalance = "main";
}

/// <summary>A part of a wallet's money.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Assets">By asset, what it holds in minor units; unset where the service does not report it.</param>
public sealed record WalletBalance(string Name, IReadOnlyDictionary<string, BigInteger>? Assets = null);

/// <summary>Money of a wallet that is set aside until somebody decides what becomes of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WalletId">The wallet.</param>
/// <param name="Asset">The asset.</param>
/// <param name="OriginalAmount">How much was set aside, in minor units.</param>
/// <param name="Remaining">How much of it still is; 0 when the hold is closed.</param>
public sealed record Hold(
    string Id, [property: JsonPropertyName("walletID")] string WalletId, string Asset, BigInteger OriginalAmount, BigInteger Remaining);

internal sealed record NewWallet(string Name, IReadOnlyDictionary<string, string> Metadata);

internal sealed record NewWalletBalance(string Name);

internal sealed record NewWalletCredit(MoneyAmount Amount, string Balance, IReadOnlyDictionary<string, string> Metadata);

internal sealed record MoneyAmount(BigInteger Amount, string Asset);

internal sealed record NewMetadata(IReadOnlyDictionary<string, string> Metadata);
