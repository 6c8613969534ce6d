using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>The first API version: the same ledgers, which a first mention creates. Here is what reads.</summary>
internal static class V1Endpoints
{
    public static void MapV1(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(EnsureLedgerAsync);
        group.MapPath("/{ledger}/_info", (HttpMethods.Get, LedgersEndpoints.Info));
        group.MapPath("/{ledger}/stats", (HttpMethods.Get, LedgersEndpoints.Stats));
        group.MapPath("/{ledger}/accounts", (HttpMethods.Get, ListAccounts), (HttpMethods.Head, CountAccounts));
        group.MapPath("/{ledger}/accounts/{address}", (HttpMethods.Get, GetAccount));
        group.MapPath("/{ledger}/accounts/{address}/metadata", (HttpMethods.Post, V1Writes.SaveAccountMetadata));
        group.MapPath("/{ledger}/balances", (HttpMethods.Get, ListBalances));
        group.MapPath("/{ledger}/aggregate/balances", (HttpMethods.Get, Aggregate));
        group.MapPath(
            "/{ledger}/transactions",
            (HttpMethods.Get, ListTransactions),
            (HttpMethods.Head, CountTransactions),
            (HttpMethods.Post, V1Writes.Create));
        group.MapPath("/{ledger}/transactions/batch", (HttpMethods.Post, V1Writes.CreateBatch));
        group.MapPath("/{ledger}/transactions/{id}", (HttpMethods.Get, GetTransaction));
        group.MapPath("/{ledger}/transactions/{id}/revert", (HttpMethods.Post, V1Writes.Revert));
        group.MapPath("/{ledger}/transactions/{id}/metadata", (HttpMethods.Post, V1Writes.SaveTransactionMetadata));
    }

    /// <summary>Refusals in the codes that the first API version knows.</summary>
    public static Refusal Translate(Refusal refusal) => refusal.Code switch
    {
        "INTERPRETER_PARSE" or "INTERPRETER_RUNTIME" => refusal with { Code = "COMPILATION_FAILED" },
        "NO_POSTINGS" or "ALREADY_REVERT" => refusal with { Code = "VALIDATION" },
        "LEDGER_NOT_FOUND" => refusal with { Code = "NOT_FOUND" },
        _ => refusal,
    };

    private static async ValueTask<object?> EnsureLedgerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Only a path with a method of ours is a call; the answer to any other creates nothing.
        var http = context.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<HttpMethodMetadata>() is null)
        {
            return await next(context);
        }

        var ledger = (string)http.GetRouteValue("ledger")!;
        var reader = http.RequestServices.GetRequiredService<LedgerReader>();
        if (reader.Read(snapshot => snapshot.FindLedger(ledger)) is null)
        {
            var writer = http.RequestServices.GetRequiredService<LedgerWriter>();
            await writer.RunAsync(new EnsureLedger { Ledger = ledger, CreatesLedger = true });
        }

        return await next(context);
    }

    private static async Task<JsonReply> ListAccounts(
        string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await ReadPageAsync(request, $"v1/{ledger}/accounts", "address", descending: false, cancellationToken);
        return reader.Read(ledger, (snapshot, row) => TakeAccounts(snapshot, row, page)
            .ToReply((writer, view) => V1Json.WriteAccount(writer, view.Account.Address, view.Account.Metadata, null)));
    }

    private static async Task<JsonReply> ListBalances(
        string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await ReadPageAsync(request, $"v1/{ledger}/balances", "address", descending: false, cancellationToken);
        return reader.Read(ledger, (snapshot, row) => TakeAccounts(snapshot, row, page).ToReply(V1Json.WriteBalances));
    }

    private static JsonReply CountAccounts(string ledger, HttpRequest request, LedgerReader reader)
    {
        var filter = LedgerFilters.Accounts.Compile(V1Query.Read(request));
        return JsonReply.Count(
            reader.Read(ledger, (snapshot, row) => snapshot.Accounts(row, PageRequest.Everything).LongCount(account => filter(account))),
            StatusCodes.Status204NoContent);
    }

    // An account nobody has used yet is there too, empty.
    private static JsonReply GetAccount(string ledger, string address, LedgerReader reader)
    {
        WriteReplies.Address(address);
        return reader.Read(ledger, (snapshot, row) =>
        {
            var view = snapshot.FindAccount(row, address);
            return JsonReply.Data(writer =>
                V1Json.WriteAccount(writer, address, view?.Account.Metadata ?? MetadataMap.Empty, view?.Volumes ?? []));
        });
    }

    private static JsonReply Aggregate(string ledger, HttpRequest request, LedgerReader reader)
    {
        var filter = LedgerFilters.Volumes.Compile(V1Query.Read(request));
        return reader.Read(ledger, (snapshot, row) =>
            VolumeEndpoints.Aggregate(snapshot.Volumes(row).Where(view => filter(view)).Select(view => view.Entry)));
    }

    private static async Task<JsonReply> ListTransactions(
        string ledger, HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await ReadPageAsync(request, $"v1/{ledger}/transactions", "id", descending: true, cancellationToken);
        var filter = LedgerFilters.Transactions.Compile(page.Query);
        return reader
            .Read(ledger, (snapshot, row) =>
                Page<TransactionRow>.Take(page, snapshot.Transactions(row, page), filter, transaction => $"{transaction.Id}"))
            .ToReply(V1Json.WriteTransaction);
    }

    // Clients accept this one status only, though there is nothing in the body.
    private static JsonReply CountTransactions(string ledger, HttpRequest request, LedgerReader reader)
    {
        var filter = LedgerFilters.Transactions.Compile(V1Query.Read(request));
        return JsonReply.Count(
            reader.Read(ledger, (snapshot, row) =>
                snapshot.Transactions(row, PageRequest.Everything).LongCount(transaction => filter(transaction))),
            StatusCodes.Status200OK);
    }

    private static JsonReply GetTransaction(string ledger, string id, LedgerReader reader)
    {
        var number = WriteReplies.TransactionId(id);
        var transaction = reader.Read(ledger, (snapshot, row) => snapshot.FindTransaction(row, number))
            ?? throw RefusedException.NotFound($"transaction {id} does not exist");
        return JsonReply.Data(writer => V1Json.WriteTransaction(writer, transaction));
    }

    private static Page<AccountView> TakeAccounts(LedgerSnapshot snapshot, LedgerRow ledger, PageRequest page) => Page<AccountView>.Take(
        page, snapshot.Accounts(ledger, page), LedgerFilters.Accounts.Compile(page.Query), view => view.Account.Address);

    private static async Task<PageRequest> ReadPageAsync(
        HttpRequest request, string resource, string sortField, bool descending, CancellationToken cancellationToken) =>
        (await PageRequest.ReadAsync(request, resource, sortField, descending, cancellationToken)).WithParameters(request);
}
