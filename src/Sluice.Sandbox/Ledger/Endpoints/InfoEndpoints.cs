using System.Text.Json;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>Who is answering, and whether it is well.</summary>
internal static class InfoEndpoints
{
    /// <summary>The version of the ledger whose behaviour the sandbox follows.</summary>
    public const string Version = "v2.4.12";

    public static void MapInfo(this RouteGroupBuilder group)
    {
        group.MapPath("/v2/_info", (HttpMethods.Get, Info));
        group.MapPath("/_/info", (HttpMethods.Get, Info));
        group.MapPath("/_info", (HttpMethods.Get, InfoV1));
        group.MapPath("/_healthcheck", (HttpMethods.Get, Health));
    }

    private static JsonReply Info() => JsonReply.Ok(writer =>
    {
        writer.WriteStartObject();
        WriteServer(writer);
        writer.WriteEndObject();
    });

    private static JsonReply InfoV1(LedgerReader reader)
    {
        var names = reader.Read(snapshot => snapshot.Ledgers(PageRequest.Everything).Select(ledger => ledger.Name).ToList());
        return JsonReply.Data(writer =>
        {
            writer.WriteStartObject();
            WriteServer(writer);
            writer.WriteStartObject("config");
            writer.WriteStartObject("storage");
            writer.WriteString("driver", "sqlite");
            writer.WriteStartArray("ledgers");
            foreach (var name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    // Reading proves that the file is there and can be opened.
    private static JsonReply Health(LedgerReader reader)
    {
        reader.Read(snapshot => snapshot.FindLedger(LedgerWriter.DefaultLedger));
        return JsonReply.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("default", "OK");
            writer.WriteEndObject();
        });
    }

    private static void WriteServer(Utf8JsonWriter writer)
    {
        writer.WriteString("server", "ledger");
        writer.WriteString("version", Version);
    }
}
