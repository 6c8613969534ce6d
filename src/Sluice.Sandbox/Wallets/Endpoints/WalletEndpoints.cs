using System.Globalization;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Queries;

namespace Sluice.Sandbox.Wallets.Endpoints;

/// <summary>Everything under <c>/api/wallets</c>.</summary>
internal static class WalletEndpoints
{
    /// <summary>The version of the wallets service whose behaviour the sandbox follows.</summary>
    public const string Version = "v2.1.5";

    public static IServiceCollection AddWallets(this IServiceCollection services) => services.AddSingleton<WalletReader>();

    public static void MapWallets(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapSandboxGroup("/api/wallets", WalletRefusals.Translate);
        group.MapPath("/_info", (HttpMethods.Get, Info));
        group.MapWalletsThemselves();
        group.MapBalances();
        group.MapHolds();
        group.MapPath("/transactions", (HttpMethods.Get, ListTransactions));
        group.MapUnknownPaths();
    }

    private static JsonReply Info() => JsonReply.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", Version);
        writer.WriteEndObject();
    });

    private static async Task<JsonReply> ListTransactions(
        HttpRequest request, WalletReader reader, CancellationToken cancellationToken)
    {
        var (page, filter) = await ListFilter.ReadAsync(request, "transactions", descending: true, ["walletID"], cancellationToken);
        return reader.Read(snapshot =>
        {
            var wanted = new WalletTransactions(snapshot, filter.Wallet);
            return Page<TransactionRow>
                .Take(page, snapshot.Transactions(page), wanted.Contains, KeyOf)
                .ToReply((writer, transaction) => LedgerJson.WriteTransaction(writer, transaction, WalletLedger.Name));
        });
    }

    private static string KeyOf(TransactionRow transaction) => transaction.Id.ToString(CultureInfo.InvariantCulture);
}
