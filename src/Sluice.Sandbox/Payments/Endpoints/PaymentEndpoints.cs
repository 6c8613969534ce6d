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

/// <summary>Payments.</summary>
internal static class PaymentEndpoints
{
    public static void MapRecordedPayments(this RouteGroupBuilder group)
    {
        group.MapPath("/payments", (HttpMethods.Get, List), (HttpMethods.Post, Create));
        group.MapPath("/payments/{id}", (HttpMethods.Get, Get));
        group.MapPath("/payments/{id}/metadata", (HttpMethods.Patch, SaveMetadata));
    }

    private static async Task<JsonReply> Create(HttpRequest request, PaymentsWriter writer, CancellationToken cancellationToken)
    {
        var body = await PaymentFields.ReadBodyAsync(request, cancellationToken);
        return (await writer.RunAsync(new CreatePayment(PaymentRequest.Read(body)))).ToReply();
    }

    private static async Task<JsonReply> List(HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, "payments", "createdAt", descending: true, cancellationToken);
        var filter = PaymentFilters.Payments.Compile(page.Query);
        return reader
            .Read(snapshot => Page<PaymentRow>.Take(
                page, snapshot.Payments(page), filter, row => PaymentQueries.Bookmark(row.CreatedAt, row.Sequence)))
            .ToReply(PaymentsJson.WritePayment);
    }

    private static JsonReply Get(string id, LedgerReader reader)
    {
        var payment = reader.Read(snapshot => snapshot.FindPayment(PaymentPaths.PaymentId(id)))
            ?? throw RefusedException.NotFound("payment does not exist");
        return JsonReply.Data(writer => PaymentsJson.WritePayment(writer, payment));
    }

    private static async Task<JsonReply> SaveMetadata(
        string id, HttpRequest request, PaymentsWriter writer, CancellationToken cancellationToken)
    {
        var metadata = (await PaymentFields.ReadBodyAsync(request, cancellationToken)).AsTextMap("the body");
        return (await writer.RunAsync(new SavePaymentMetadata(PaymentPaths.PaymentId(id), metadata))).ToReply();
    }
}
