using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Endpoints;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Commands;
using Sluice.Sandbox.Payments.Model;
using Sluice.Sandbox.Payments.Requests;
using Sluice.Sandbox.Payments.Settlement;
using Sluice.Sandbox.Payments.Storage;

namespace Sluice.Sandbox.Payments.Endpoints;

/// <summary>Transfer initiations.</summary>
internal static class TransferEndpoints
{
    public static void MapTransferInitiations(this RouteGroupBuilder group)
    {
        group.MapPath("/transfer-initiations", (HttpMethods.Get, List), (HttpMethods.Post, Create));
        group.MapPath("/transfer-initiations/{id}", (HttpMethods.Get, Get), (HttpMethods.Delete, Delete));
        group.MapPath("/transfer-initiations/{id}/status", (HttpMethods.Post, Decide));
        group.MapPath("/transfer-initiations/{id}/retry", (HttpMethods.Post, Retry));
        group.MapPath("/transfer-initiations/{id}/reverse", (HttpMethods.Post, Reverse));
    }

    private static async Task<JsonReply> Create(
        HttpRequest request, PaymentsWriter writer, SandboxOptions options, CancellationToken cancellationToken)
    {
        var body = await PaymentFields.ReadBodyAsync(request, cancellationToken);
        var command = new CreateTransferInitiation(TransferRequest.Read(body), options.Payments.AcceptsProviderAlone);
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> List(HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, "transfer initiations", "createdAt", descending: true, cancellationToken);
        var filter = PaymentFilters.Initiations.Compile(page.Query);
        return reader
            .Read(snapshot => Page<TransferInitiationRow>.Take(
                page, snapshot.Initiations(page), filter, row => PaymentQueries.Bookmark(row.CreatedAt, row.Sequence)))
            .ToReply(TransferJson.WriteInitiation);
    }

    private static JsonReply Get(string id, LedgerReader reader) => reader.Read(snapshot =>
    {
        var initiation = snapshot.FindInitiation(PaymentPaths.InitiationId(id))
            ?? throw RefusedException.NotFound("transfer initiation does not exist");
        var payment = initiation.PaymentId.Length > 0 ? snapshot.FindPayment(initiation.PaymentId) : null;
        return JsonReply.Data(writer => TransferJson.WriteInitiation(writer, initiation, payment));
    });

    private static async Task<JsonReply> Decide(
        string id, HttpRequest request, PaymentsWriter writer, CancellationToken cancellationToken)
    {
        var body = await PaymentFields.ReadBodyAsync(request, cancellationToken);
        var decision = PaymentFields.OneOf(body, "status", PaymentsVocabulary.Decisions);
        var command = new DecideTransfer(PaymentPaths.InitiationId(id), validated: decision == TransferStatus.Validated);
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> Retry(string id, PaymentsWriter writer) =>
        (await writer.RunAsync(new RetryTransfer(PaymentPaths.InitiationId(id)))).ToReply();

    private static async Task<JsonReply> Reverse(
        string id, HttpRequest request, PaymentsWriter writer, CancellationToken cancellationToken)
    {
        var body = await PaymentFields.ReadBodyAsync(request, cancellationToken);
        var command = new ReverseTransfer(PaymentPaths.InitiationId(id), ReversalRequest.Read(body));
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> Delete(string id, PaymentsWriter writer) =>
        (await writer.RunAsync(new DeleteTransfer(PaymentPaths.InitiationId(id)))).ToReply();
}
