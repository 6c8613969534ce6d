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

/// <summary>Holds: reading, confirming and voiding them. A pending debit makes them.</summary>
internal static class HoldEndpoints
{
    public static void MapHolds(this RouteGroupBuilder group)
    {
        group.MapPath("/holds", (HttpMethods.Get, List));
        group.MapPath("/holds/{id}", (HttpMethods.Get, Get));
        group.MapPath("/holds/{id}/confirm", (HttpMethods.Post, Confirm));
        group.MapPath("/holds/{id}/void", (HttpMethods.Post, Void));
    }

    private static async Task<JsonReply> List(HttpRequest request, WalletReader reader, CancellationToken cancellationToken)
    {
        var (page, filter) = await ListFilter.ReadAsync(request, "holds", descending: false, ["walletID", "metadata"], cancellationToken);
        return reader.Read(snapshot => Page<HoldRow>
            .Take(page, snapshot.Holds(page, filter), hold => filter.Matches(hold.Metadata), KeyOf)
            .ToReply((writer, hold) => WalletsJson.WriteHold(writer, hold, null)));
    }

    private static JsonReply Get(string id, WalletReader reader) => reader.Read(snapshot =>
    {
        var hold = snapshot.FindHold(Id(id)) ?? throw WalletRefusals.HoldNotFound();
        return JsonReply.Data(writer => WalletsJson.WriteHold(writer, hold, snapshot.Remaining(hold)));
    });

    private static async Task<JsonReply> Confirm(
        string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, cancellationToken);
        var command = new ConfirmHold(Id(id), ConfirmRequest.Read(body)) { IdempotencyKey = IdempotencyKey.Read(request, body) };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> Void(string id, HttpRequest request, LedgerWriter writer)
    {
        var command = new VoidHold(Id(id)) { IdempotencyKey = IdempotencyKey.Read(request, null) };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static HoldId Id(string segment) => HoldId.TryParse(segment) ?? throw WalletRefusals.HoldNotFound();

    private static string KeyOf(HoldRow hold) => hold.Sequence.ToString(CultureInfo.InvariantCulture);
}
