using System.Text.Json;
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

/// <summary>Accounts at providers.</summary>
internal static class PaymentAccountEndpoints
{
    public static void MapPaymentAccounts(this RouteGroupBuilder group)
    {
        group.MapPath("/accounts", (HttpMethods.Get, List), (HttpMethods.Post, Create));
        group.MapPath("/accounts/{id}", (HttpMethods.Get, Get));
        group.MapPath("/v3/accounts/{id}", (HttpMethods.Get, GetV3));
    }

    private static async Task<JsonReply> Create(HttpRequest request, PaymentsWriter writer, CancellationToken cancellationToken)
    {
        var body = await PaymentFields.ReadBodyAsync(request, cancellationToken);
        return (await writer.RunAsync(new CreateAccount(AccountRequest.Read(body)))).ToReply();
    }

    private static async Task<JsonReply> List(HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, "payment accounts", "createdAt", descending: true, cancellationToken);
        var filter = PaymentFilters.Accounts.Compile(page.Query);
        return reader
            .Read(snapshot => Page<PaymentAccountRow>.Take(
                page, snapshot.PaymentAccounts(page), filter, row => PaymentQueries.Bookmark(row.CreatedAt, row.Sequence)))
            .ToReply(PaymentsJson.WriteAccount);
    }

    private static JsonReply Get(string id, LedgerReader reader) => Find(id, reader, PaymentsJson.WriteAccount);

    private static JsonReply GetV3(string id, LedgerReader reader) => Find(id, reader, PaymentsJson.WriteAccountV3);

    private static JsonReply Find(string id, LedgerReader reader, Action<Utf8JsonWriter, PaymentAccountRow> write)
    {
        var account = reader.Read(snapshot => snapshot.FindPaymentAccount(PaymentPaths.AccountId(id)))
            ?? throw RefusedException.NotFound("account does not exist");
        return JsonReply.Data(writer => write(writer, account));
    }
}
