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

/// <summary>Wallets themselves, and money into and out of them.</summary>
internal static class WalletsEndpoints
{
    public static void MapWalletsThemselves(this RouteGroupBuilder group)
    {
        group.MapPath("/wallets", (HttpMethods.Get, List), (HttpMethods.Post, Create));
        group.MapPath("/wallets/{id}", (HttpMethods.Get, Get), (HttpMethods.Patch, Update));
        group.MapPath("/wallets/{id}/summary", (HttpMethods.Get, Summary));
        group.MapPath("/wallets/{id}/credit", (HttpMethods.Post, Credit));
        group.MapPath("/wallets/{id}/debit", (HttpMethods.Post, Debit));
    }

    /// <summary>The wallet that a path names; one that cannot be an id is as unknown as any other.</summary>
    /// <exception cref="RefusedException">There can be no such wallet.</exception>
    public static WalletId Id(string segment) => WalletId.TryParse(segment) ?? throw WalletRefusals.WalletNotFound();

    private static async Task<JsonReply> List(HttpRequest request, WalletReader reader, CancellationToken cancellationToken)
    {
        var (page, filter) = await ListFilter.ReadAsync(request, "wallets", descending: false, ["name", "metadata"], cancellationToken);
        return reader.Read(snapshot => Page<WalletRow>
            .Take(page, snapshot.Wallets(page, filter), wallet => filter.Matches(wallet.Metadata), KeyOf)
            .ToReply((writer, wallet) => WalletsJson.WriteWallet(writer, wallet, page.Expanded ? snapshot.MainAssets(wallet) : null)));
    }

    private static async Task<JsonReply> Create(HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new CreateWallet(WalletRequest.ReadName(body), body.TextMap("metadata"))
        {
            IdempotencyKey = IdempotencyKey.Read(request, body),
        };
        return (await writer.RunAsync(command)).ToReply(StatusCodes.Status201Created);
    }

    private static JsonReply Get(string id, WalletReader reader) => reader.Read(snapshot =>
    {
        var wallet = snapshot.Wallet(Id(id));
        return JsonReply.Data(writer => WalletsJson.WriteWallet(writer, wallet, snapshot.MainAssets(wallet)));
    });

    private static async Task<JsonReply> Update(
        string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new UpdateWallet(Id(id), WalletRequest.ReadMetadata(body))
        {
            IdempotencyKey = IdempotencyKey.Read(request, body),
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static JsonReply Summary(string id, WalletReader reader, TimeProvider clock)
    {
        var summary = reader.Read(snapshot => new WalletSummary(snapshot, snapshot.Wallet(Id(id)).Id, clock.GetUtcNow()));
        return JsonReply.Data(summary.Write);
    }

    private static async Task<JsonReply> Credit(
        string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new CreditWallet(Id(id), CreditRequest.Read(body)) { IdempotencyKey = IdempotencyKey.Read(request, body) };
        return (await writer.RunAsync(command)).ToReply();
    }

    // 201 with the hold, or 204 when the money has gone.
    private static async Task<JsonReply> Debit(
        string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new DebitWallet(Id(id), DebitRequest.Read(body)) { IdempotencyKey = IdempotencyKey.Read(request, body) };
        return (await writer.RunAsync(command)).ToReply(StatusCodes.Status201Created);
    }

    private static string KeyOf(WalletRow wallet) => wallet.Sequence.ToString(CultureInfo.InvariantCulture);
}
