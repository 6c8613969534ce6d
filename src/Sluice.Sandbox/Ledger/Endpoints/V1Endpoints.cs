using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>The first API version: the same ledger, which a first mention creates.</summary>
internal static class V1Endpoints
{
    public static void MapV1(this RouteGroupBuilder group)
    {
        group.MapPath("/{ledger}/_info", (HttpMethods.Get, InfoAsync));
        group.MapPath("/{ledger}/accounts/{address}", (HttpMethods.Get, GetAccountAsync));
    }

    /// <summary>Refusals in the codes that the first API version knows.</summary>
    public static Refusal Translate(Refusal refusal) => refusal.Code switch
    {
        "INTERPRETER_PARSE" or "INTERPRETER_RUNTIME" => refusal with { Code = "COMPILATION_FAILED" },
        "NO_POSTINGS" or "ALREADY_REVERT" or "LEDGER_ALREADY_EXISTS" => refusal with { Code = "VALIDATION" },
        "LEDGER_NOT_FOUND" => refusal with { Code = "NOT_FOUND" },
        _ => refusal,
    };

    private static async Task<JsonReply> InfoAsync(string ledger, LedgerReader reader, LedgerWriter writer)
    {
        await EnsureAsync(ledger, reader, writer);
        return LedgersEndpoints.Info(ledger, reader);
    }

    // An account nobody has used yet is there too, empty.
    private static async Task<JsonReply> GetAccountAsync(string ledger, string address, LedgerReader reader, LedgerWriter writer)
    {
        WriteReplies.Address(address);
        await EnsureAsync(ledger, reader, writer);
        return reader.Read(ledger, (snapshot, row) =>
        {
            var account = snapshot.FindAccount(row, address);
            var volumes = account?.Volumes ?? [];
            return JsonReply.Data(json =>
            {
                json.WriteStartObject();
                json.WriteString("address", address);
                json.WriteStringMap("metadata", account?.Account.Metadata ?? MetadataMap.Empty);
                json.WritePropertyName("volumes");
                LedgerJson.WriteVolumesByAsset(json, volumes);
                json.WriteStartObject("balances");
                foreach (var entry in volumes)
                {
                    json.WriteInteger(entry.Asset, entry.Volumes.Balance);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            });
        });
    }

    private static async Task EnsureAsync(string ledger, LedgerReader reader, LedgerWriter writer)
    {
        if (reader.Read(snapshot => snapshot.FindLedger(ledger)) is null)
        {
            await writer.RunAsync(new EnsureLedger { Ledger = ledger, CreatesLedger = true });
        }
    }
}
