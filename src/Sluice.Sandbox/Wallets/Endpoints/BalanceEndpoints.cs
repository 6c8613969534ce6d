using System.Globalization;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Endpoints;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Wallets.Commands;
using Sluice.Sandbox.Wallets.Model;
using Sluice.Sandbox.Wallets.Queries;
using Sluice.Sandbox.Wallets.Requests;

namespace Sluice.Sandbox.Wallets.Endpoints;

/// <summary>The balances of a wallet.</summary>
internal static class BalanceEndpoints
{
    public static void MapBalances(this RouteGroupBuilder group)
    {
        group.MapPath("/wallets/{id}/balances", (HttpMethods.Get, List), (HttpMethods.Post, Create));
        group.MapPath("/wallets/{id}/balances/{name}", (HttpMethods.Get, Get));
    }

    private static async Task<JsonReply> List(
        string id, HttpRequest request, WalletReader reader, CancellationToken cancellationToken)
    {
        var wallet = WalletsEndpoints.Id(id);
        var (page, _) = await ListFilter.ReadAsync(request, $"{wallet}/balances", descending: false, [], cancellationToken);
        return reader.Read(snapshot => Page<BalanceRow>
            .Take(page, snapshot.Balances(snapshot.Wallet(wallet).Id, page), _ => true, KeyOf)
            .ToReply((writer, balance) => WalletsJson.WriteBalance(writer, balance, null)));
    }

    private static async Task<JsonReply> Create(
        string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new CreateBalance(WalletRequest.ReadBalance(WalletsEndpoints.Id(id), body))
        {
            IdempotencyKey = IdempotencyKey.Read(request, body),
        };
        return (await writer.RunAsync(command)).ToReply(StatusCodes.Status201Created);
    }

    private static JsonReply Get(string id, string name, WalletReader reader) => reader.Read(snapshot =>
    {
        var balance = snapshot.Balance(snapshot.Wallet(WalletsEndpoints.Id(id)).Id, name);
        return JsonReply.Data(writer => WalletsJson.WriteBalance(writer, balance, snapshot.Assets(balance)));
    });

    private static string KeyOf(BalanceRow balance) => balance.Sequence.ToString(CultureInfo.InvariantCulture);
}
