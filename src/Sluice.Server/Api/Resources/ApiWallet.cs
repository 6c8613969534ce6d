using System.Numerics;
using System.Text.Json;
using Sluice.Engine.Activities;

namespace Sluice.Server.Api.Resources;

/// <summary>A wallet as the wallets service answered it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Ledger">The ledger that holds its money.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Balances">What it holds, where it was asked for by itself.</param>
internal sealed record ApiWallet(
    string Id,
    string Name,
    string Ledger,
    IReadOnlyDictionary<string, string> Metadata,
    DateTimeOffset CreatedAt,
    WalletBalances? Balances = null)
{
    /// <returns>Null when it has no id or no date.</returns>
    public static ApiWallet? Of(JsonElement? data) =>
        data.TextOf("id") is { Length: > 0 } id && data.InstantOf("createdAt") is { } createdAt
            ? new ApiWallet(id, data.TextOf("name"), data.TextOf("ledger"), data.MetadataOf(), createdAt)
            : null;

    /// <returns>Null when it has no id or no date.</returns>
    public static ApiWallet? WithBalances(JsonElement? data) => Of(data) is { } wallet
        ? wallet with { Balances = new WalletBalances(new WalletBalance(AssetsOf(StackAnswers.Member(data, "balances", "main")))) }
        : null;

    private static Dictionary<string, BigInteger> AssetsOf(JsonElement? balance)
    {
        var assets = StackAnswers.Member(balance, "assets");
        return balance.MembersOf("assets")
            .Select(asset => (asset.Name, Amount: assets.IntegerOf(asset.Name)))
            .Where(asset => asset.Amount is not null)
            .ToDictionary(asset => asset.Name, asset => asset.Amount!.Value, StringComparer.Ordinal);
    }
}

/// <summary>The balances of a wallet that are told with it.</summary>
/// <param name="Main">The main balance.</param>
internal sealed record WalletBalances(WalletBalance Main);

/// <summary>A balance of a wallet.</summary>
/// <param name="Assets">Minor units by asset.</param>
internal sealed record WalletBalance(IReadOnlyDictionary<string, BigInteger> Assets);

/// <summary>Wallets found by their name.</summary>
/// <param name="Cursor">The first page of them.</param>
internal sealed record FoundWallets(FoundWalletsPage Cursor)
{
    /// <returns>Null when the answer is no page.</returns>
    public static FoundWallets? Of(JsonElement answer)
    {
        if (StackAnswers.Member(answer, "cursor") is not { ValueKind: JsonValueKind.Object } value)
        {
            return null;
        }

        JsonElement? cursor = value;
        var wallets = cursor.ItemsOf("data").Select(wallet => ApiWallet.Of(wallet)).OfType<ApiWallet>().ToList();
        var pageSize = cursor.IntegerOf("pageSize") is { } size && size >= 0 && size <= int.MaxValue ? (int)size : wallets.Count;
        return new FoundWallets(new FoundWalletsPage(
            pageSize, StackAnswers.Member(cursor, "hasMore") is { ValueKind: JsonValueKind.True }, wallets));
    }
}

/// <summary>A page of wallets.</summary>
/// <param name="PageSize">How many wallets the page has at most.</param>
/// <param name="HasMore">Whether wallets follow.</param>
/// <param name="Data">The wallets.</param>
internal sealed record FoundWalletsPage(int PageSize, bool HasMore, IReadOnlyList<ApiWallet> Data);
