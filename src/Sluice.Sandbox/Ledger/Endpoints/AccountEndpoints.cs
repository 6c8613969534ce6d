using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Accounts of the second API version.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder group)
    {
        group.MapPath("/v2/{ledger}/accounts", (HttpMethods.Get, List), (HttpMethods.Head, Count));
        group.MapPath("/v2/{ledger}/accounts/{address}", (HttpMethods.Get, Get));
        group.MapPath("/v2/{ledger}/accounts/{address}/metadata", (HttpMethods.Post, SaveMetadata));
        group.MapPath("/v2/{ledger}/accounts/{address}/metadata/{key}", (HttpMethods.Delete, DeleteMetadata));
    }

    private static async Task<JsonReply> List(string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, $"{ledger}/accounts", "address", descending: false, cancellationToken);
        var filter = LedgerFilters.Accounts.Compile(page.Query);
        return reader.Read(ledger, (snapshot, row) => Page<AccountView>
            .Take(page, snapshot.Accounts(row, page), filter, account => account.Account.Address)
            .ToReply((writer, account) => Write(writer, account, page.Expanded)));
    }

    private static async Task<JsonReply> Count(string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var query = await PageRequest.ReadQueryAsync(request, cancellationToken);
        var filter = LedgerFilters.Accounts.Compile(query);
        var count = reader.Read(ledger, (snapshot, row) => query is null
            ? snapshot.CountAccounts(row)
            : snapshot.Accounts(row, PageRequest.Everything).LongCount(account => filter(account)));
        return JsonReply.Count(count, StatusCodes.Status204NoContent);
    }

    private static JsonReply Get(string ledger, string address, HttpRequest request, LedgerReader reader)
    {
        WriteReplies.Address(address);
        return reader.Read(ledger, (snapshot, row) =>
        {
            var account = snapshot.FindAccount(row, address) ?? throw RefusedException.NotFound($"account {address} does not exist");
            return JsonReply.Data(writer => Write(writer, account, request.Query["expand"].Count > 0));
        });
    }

    private static async Task<JsonReply> SaveMetadata(
        string ledger, string address, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new SaveAccountMetadata(WriteReplies.Address(address), body.AsTextMap("metadata"))
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
            DryRun = request.Says("dryRun"),
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> DeleteMetadata(string ledger, string address, string key, HttpRequest request, LedgerWriter writer)
    {
        var command = new DeleteAccountMetadata(WriteReplies.Address(address), WriteReplies.MetadataKey(key))
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, null),
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static void Write(Utf8JsonWriter writer, AccountView view, bool expanded)
    {
        var account = view.Account;
        writer.WriteStartObject();
        writer.WriteString("address", account.Address);
        writer.WriteStringMap("metadata", account.Metadata);
        writer.WriteString("firstUsage", Instant.Format(account.FirstUsage));
        writer.WriteString("insertionDate", Instant.Format(account.InsertedAt));
        writer.WriteString("updatedAt", Instant.Format(account.UpdatedAt));
        if (expanded)
        {
            // Without points in time the two are the same.
            writer.WritePropertyName("volumes");
            LedgerJson.WriteVolumesByAsset(writer, view.Volumes);
            writer.WritePropertyName("effectiveVolumes");
            LedgerJson.WriteVolumesByAsset(writer, view.Volumes);
        }

        writer.WriteEndObject();
    }
}
