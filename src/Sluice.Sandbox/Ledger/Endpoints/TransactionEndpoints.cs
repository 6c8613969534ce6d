using System.Globalization;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Transactions of the second API version.</summary>
internal static class TransactionEndpoints
{
    public static void MapTransactions(this RouteGroupBuilder group)
    {
        group.MapPath(
            "/v2/{ledger}/transactions", (HttpMethods.Get, List), (HttpMethods.Head, Count), (HttpMethods.Post, Create));
        group.MapPath("/v2/{ledger}/transactions/{id}", (HttpMethods.Get, Get));
        group.MapPath("/v2/{ledger}/transactions/{id}/revert", (HttpMethods.Post, Revert));
        group.MapPath("/v2/{ledger}/transactions/{id}/metadata", (HttpMethods.Post, SaveMetadata));
        group.MapPath("/v2/{ledger}/transactions/{id}/metadata/{key}", (HttpMethods.Delete, DeleteMetadata));
    }

    private static async Task<JsonReply> Create(
        string ledger, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var outcome = await writer.RunAsync(new CreateTransaction(TransactionRequest.Read(body), TransactionShape.V2)
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
            DryRun = request.Says("dryRun"),
        });
        return outcome.ToReply();
    }

    private static async Task<JsonReply> Revert(
        string ledger, string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken))?.AsObject("the body");
        var command = new RevertTransaction(
            WriteReplies.TransactionId(id),
            request.Says("force"),
            request.Says("atEffectiveDate"),
            body?.TextMap("metadata") ?? MetadataMap.Empty,
            TransactionShape.V2)
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
            DryRun = request.Says("dryRun"),
        };
        return (await writer.RunAsync(command)).ToReply(StatusCodes.Status201Created);
    }

    private static async Task<JsonReply> SaveMetadata(
        string ledger, string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new SaveTransactionMetadata(WriteReplies.TransactionId(id), body.AsTextMap("metadata"))
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
            DryRun = request.Says("dryRun"),
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> DeleteMetadata(string ledger, string id, string key, HttpRequest request, LedgerWriter writer)
    {
        var command = new DeleteTransactionMetadata(WriteReplies.TransactionId(id), WriteReplies.MetadataKey(key))
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, null),
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> List(string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, $"{ledger}/transactions", "id", descending: true, cancellationToken);
        var filter = LedgerFilters.Transactions.Compile(page.Query);
        return reader
            .Read(ledger, (snapshot, row) => Page<TransactionRow>.Take(page, snapshot.Transactions(row, page), filter, KeyOf))
            .ToReply(LedgerJson.WriteTransaction);
    }

    private static async Task<JsonReply> Count(string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var query = await PageRequest.ReadQueryAsync(request, cancellationToken);
        var filter = LedgerFilters.Transactions.Compile(query);
        var count = reader.Read(ledger, (snapshot, row) => query is null
            ? snapshot.CountTransactions(row)
            : snapshot.Transactions(row, PageRequest.Everything).LongCount(transaction => filter(transaction)));
        return JsonReply.Count(count, StatusCodes.Status204NoContent);
    }

    private static JsonReply Get(string ledger, string id, LedgerReader reader)
    {
        var number = WriteReplies.TransactionId(id);
        var transaction = reader.Read(ledger, (snapshot, row) => snapshot.FindTransaction(row, number))
            ?? throw RefusedException.NotFound($"transaction {id} does not exist");
        return JsonReply.Data(writer => LedgerJson.WriteTransaction(writer, transaction));
    }

    private static string KeyOf(TransactionRow transaction) => transaction.Id.ToString(CultureInfo.InvariantCulture);
}
