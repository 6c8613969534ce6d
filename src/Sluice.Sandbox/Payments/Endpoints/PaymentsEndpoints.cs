using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Storage;

namespace Sluice.Sandbox.Payments.Endpoints;

/// <summary>Everything under <c>/api/payments</c>.</summary>
internal static class PaymentsEndpoints
{
    /// <summary>The version of payments whose behaviour the sandbox follows.</summary>
    public const string Version = "v3.4.0";

    public static void MapPayments(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapSandboxGroup("/api/payments");
        group.MapPath("/_info", (HttpMethods.Get, Info));
        group.MapPath("/_healthcheck", (HttpMethods.Get, Health));
        group.MapConnectors();
        group.MapPaymentAccounts();
        group.MapRecordedPayments();
        group.MapTransferInitiations();
        group.MapUnknownPaths();
    }

    private static JsonReply Info() => JsonReply.Ok(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", Version);
        writer.WriteEndObject();
    });

    // Reading proves that the file is there and can be opened.
    private static JsonReply Health(LedgerReader reader)
    {
        reader.Read(snapshot => snapshot.NextSettlement());
        return JsonReply.Ok(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("default", "OK");
            writer.WriteEndObject();
        });
    }
}
