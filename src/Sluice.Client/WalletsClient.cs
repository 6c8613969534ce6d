using System.Net;
using System.Numerics;

namespace Sluice.Client;

/// <summary>Reads and fills the wallets of the stack that the instances move money in.</summary>
/// <remarks>
/// Calls go to <c>api/wallets</c> below the base address. Nothing is retried. Instances are safe to share between threads and hold
/// nothing to dispose.
/// </remarks>
/// <param name="http">Carries the stack's URL in <see cref="HttpClient.BaseAddress"/>; see <see cref="SluiceClient"/>.</param>
/// <exception cref="ArgumentException">The client has no base address.</exception>
public sealed class WalletsClient(HttpClient http)
{
    private readonly ApiConnection _api = new(http, "api/wallets/");

    /// <summary>Creates a wallet. It has the balance <c>main</c> and no money.</summary>
    /// <param name="name">Its name; several wallets may have the same.</param>
    /// <param name="cancellationToken">Gives up waiting; the wallet may have been created nevertheless.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Wallet> CreateWalletAsync(string name, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, "wallets");
        request.Content = ApiConnection.Json(new NewWallet(name, new Dictionary<string, string>()), ClientJson.Default.NewWallet);
        return (await _api.SendAsync(request, ClientJson.Default.DataWallet, cancellationToken)).Value;
    }

    /// <summary>Reads the first page of the wallets that have exactly this name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Page<Wallet>> FindWalletsAsync(string name, CancellationToken cancellationToken) =>
        (await _api.ReadAsync(
            $"wallets?name={Uri.EscapeDataString(name)}&pageSize=15", ClientJson.Default.CursorWallet, cancellationToken)).Value;

    /// <summary>Reads a balance of a wallet and the money in it.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="name">The balance's name; see <see cref="Wallet.MainBalance"/>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Unset when there is no such wallet or balance.</returns>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<WalletBalance?> GetBalanceAsync(string walletId, string name, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"{WalletPath(walletId)}/balances/{ApiConnection.Segment(name)}";
            return (await _api.ReadAsync(path, ClientJson.Default.DataWalletBalance, cancellationToken)).Value;
        }
        catch (ApiException refused) when (refused.StatusCode is HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Gives a wallet one more balance, which never expires.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="name">The balance's name: letters, digits, <c>_</c> and <c>-</c>.</param>
    /// <param name="cancellationToken">Gives up waiting; the balance may have been created nevertheless.</param>
    /// <exception cref="ApiException">The wallet has such a balance already, or the service refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task CreateBalanceAsync(string walletId, string name, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, $"{WalletPath(walletId)}/balances");
        request.Content = ApiConnection.Json(new NewWalletBalance(name), ClientJson.Default.NewWalletBalance);
        await _api.SendAsync(request, cancellationToken);
    }

    /// <summary>Puts money into a balance of a wallet, out of nowhere: from the account <c>world</c> of the wallet's ledger.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="balance">The balance, which must exist.</param>
    /// <param name="asset">The asset, such as <c>USD/2</c>.</param>
    /// <param name="amount">Minor units.</param>
    /// <param name="cancellationToken">Gives up waiting; the money may have arrived nevertheless.</param>
    /// <exception cref="ApiException">The service refused.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task CreditAsync(
        string walletId, string balance, string asset, BigInteger amount, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Post, $"{WalletPath(walletId)}/credit");
        request.Content = ApiConnection.Json(
            new NewWalletCredit(new MoneyAmount(amount, asset), balance, new Dictionary<string, string>()),
            ClientJson.Default.NewWalletCredit);
        await _api.SendAsync(request, cancellationToken);
    }

    /// <summary>Merges metadata into a wallet's.</summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="metadata">The keys to set.</param>
    /// <param name="cancellationToken">Gives up waiting; the metadata may have been set nevertheless.</param>
    /// <exception cref="ApiException">The wallet is unknown (status 404), or the service refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task SetMetadataAsync(
        string walletId, IReadOnlyDictionary<string, string> metadata, CancellationToken cancellationToken)
    {
        using var request = _api.Request(HttpMethod.Patch, WalletPath(walletId));
        request.Content = ApiConnection.Json(new NewMetadata(metadata), ClientJson.Default.NewMetadata);
        await _api.SendAsync(request, cancellationToken);
    }

    /// <summary>Reads a hold and what is left of it.</summary>
    /// <param name="holdId">The hold.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="ApiException">The hold is unknown (status 404), or the service refused otherwise.</exception>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    public async Task<Hold> GetHoldAsync(string holdId, CancellationToken cancellationToken) =>
        (await _api.ReadAsync($"holds/{ApiConnection.Segment(holdId)}", ClientJson.Default.DataHold, cancellationToken)).Value;

    private static string WalletPath(string walletId) => $"wallets/{ApiConnection.Segment(walletId)}";
}
