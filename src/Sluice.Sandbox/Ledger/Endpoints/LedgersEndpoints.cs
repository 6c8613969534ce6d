using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Ledgers themselves.</summary>
internal static class LedgersEndpoints
{
    public static void MapLedgers(this RouteGroupBuilder group)
    {
        group.MapPath("/v2", (HttpMethods.Get, List));
        group.MapPath("/v2/{ledger}", (HttpMethods.Get, Get), (HttpMethods.Post, Create));
        group.MapPath("/v2/{ledger}/_info", (HttpMethods.Get, Info));
        group.MapPath("/v2/{ledger}/stats", (HttpMethods.Get, Stats));
        group.MapPath("/v2/{ledger}/metadata", (HttpMethods.Put, SaveMetadata));
        group.MapPath("/v2/{ledger}/metadata/{key}", (HttpMethods.Delete, DeleteMetadata));
    }

    /// <summary>Both API versions have the same counts.</summary>
    public static JsonReply Stats(string ledger, LedgerReader reader)
    {
        var (accounts, transactions) = reader.Read(
            ledger, (snapshot, row) => (snapshot.CountAccounts(row), snapshot.CountTransactions(row)));
        return JsonReply.Data(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("accounts", accounts);
            writer.WriteNumber("transactions", transactions);
            writer.WriteEndObject();
        });
    }

    /// <summary>Both API versions have the same description.</summary>
    public static JsonReply Info(string ledger, LedgerReader reader)
    {
        var row = reader.Read(ledger, (_, row) => row);
        return JsonReply.Data(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", row.Name);
            writer.WriteStartObject("storage");
            writer.WriteStartArray("migrations");
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    private static async Task<JsonReply> List(HttpRequest request, LedgerReader reader, CancellationToken cancellationToken)
    {
        var page = await PageRequest.ReadAsync(request, "ledgers", "id", descending: false, cancellationToken);
        var filter = LedgerFilters.Ledgers.Compile(page.Query);
        return reader
            .Read(snapshot => Page<LedgerRow>.Take(page, snapshot.Ledgers(page), filter, ledger => $"{ledger.Id}"))
            .ToReply(LedgerJson.WriteLedger);
    }

    private static JsonReply Get(string ledger, LedgerReader reader)
    {
        var row = reader.Read(snapshot => snapshot.FindLedger(ledger))
            ?? throw RefusedException.NotFound($"ledger \"{ledger}\" does not exist");
        return JsonReply.Data(writer => LedgerJson.WriteLedger(writer, row));
    }

    private static async Task<JsonReply> Create(
        string ledger, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        if (!LedgerSyntax.IsLedgerName(ledger))
        {
            throw RefusedException.Validation("the ledger's name must be 1 to 63 letters, digits, '_' or '-'");
        }

        var body = (await JsonBody.ReadAsync(request, cancellationToken))?.AsObject("the body");
        var command = new CreateLedger(
            body?.OptionalText("bucket") ?? CreateLedger.DefaultBucket,
            body?.TextMap("metadata") ?? MetadataMap.Empty,
            body?.TextMap("features") ?? MetadataMap.Empty)
        {
            Ledger = ledger,
        };
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> SaveMetadata(
        string ledger, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var metadata = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject().AsTextMap("the body");
        return (await writer.RunAsync(new SaveLedgerMetadata(metadata) { Ledger = ledger })).ToReply();
    }

    private static async Task<JsonReply> DeleteMetadata(string ledger, string key, LedgerWriter writer) =>
        (await writer.RunAsync(new DeleteLedgerMetadata(WriteReplies.MetadataKey(key)) { Ledger = ledger })).ToReply();
}
