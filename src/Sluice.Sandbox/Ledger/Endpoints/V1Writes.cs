using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Requests;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>The writes of the first API version: metadata of any JSON, and arrays of transactions for answers.</summary>
internal static class V1Writes
{
    public static async Task<JsonReply> Create(string ledger, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new CreateTransaction(TransactionRequest.Read(body, anyMetadata: true), V1Json.TransactionAlone)
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
            DryRun = request.Says("preview"),
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    public static async Task<JsonReply> CreateBatch(
        string ledger, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var transactions = body.Items("transactions");
        if (transactions.Length is 0 or > BulkEndpoints.ElementsMax)
        {
            throw RefusedException.Validation($"transactions must have 1 to {BulkEndpoints.ElementsMax} elements");
        }

        var requests = transactions.Select((transaction, index) =>
            TransactionRequest.Read(transaction.AsObject($"transactions[{index}]"), anyMetadata: true));
        var bulk = new AtomicBulk([.. requests.Select(read => new CreateTransaction(read, V1Json.Transaction) { Ledger = ledger })])
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
        };
        return (await writer.RunAsync(bulk)).ToReply();
    }

    public static async Task<JsonReply> Revert(string ledger, string id, HttpRequest request, LedgerWriter writer)
    {
        var command = new RevertTransaction(
            WriteReplies.TransactionId(id), request.Says("disableChecks"), atEffectiveDate: false, MetadataMap.Empty, V1Json.Transaction)
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, null),
        };
        return (await writer.RunAsync(command)).ToReply(StatusCodes.Status201Created);
    }

    public static async Task<JsonReply> SaveAccountMetadata(
        string ledger, string address, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new SaveAccountMetadata(WriteReplies.Address(address), body.AsTextMap("metadata", anyValue: true))
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    public static async Task<JsonReply> SaveTransactionMetadata(
        string ledger, string id, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        var command = new SaveTransactionMetadata(WriteReplies.TransactionId(id), body.AsTextMap("metadata", anyValue: true))
        {
            Ledger = ledger,
            IdempotencyKey = IdempotencyKey.Read(request, body),
        };
        return (await writer.RunAsync(command)).ToReply();
    }
}
