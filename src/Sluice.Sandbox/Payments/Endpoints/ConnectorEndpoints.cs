using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Endpoints;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Commands;
using Sluice.Sandbox.Payments.Model;
using Sluice.Sandbox.Payments.Requests;
using Sluice.Sandbox.Payments.Settlement;
using Sluice.Sandbox.Payments.Storage;

namespace Sluice.Sandbox.Payments.Endpoints;

/// <summary>Connectors.</summary>
internal static class ConnectorEndpoints
{
    public static void MapConnectors(this RouteGroupBuilder group)
    {
        group.MapPath("/connectors", (HttpMethods.Get, List));
        group.MapPath("/connectors/{connector}", (HttpMethods.Post, Install), (HttpMethods.Delete, UninstallOnly));
        group.MapPath("/connectors/{connector}/{id}", (HttpMethods.Delete, Uninstall));
    }

    private static JsonReply List(LedgerReader reader)
    {
        var connectors = reader.Read(snapshot => snapshot.Connectors().ToList());
        return JsonReply.Data(writer =>
        {
            writer.WriteStartArray();
            foreach (var connector in connectors)
            {
                PaymentsJson.WriteConnector(writer, connector);
            }

            writer.WriteEndArray();
        });
    }

    // Of a real provider's configuration only the name means anything to a dummy; keys and secrets are not kept.
    private static async Task<JsonReply> Install(
        string connector, HttpRequest request, PaymentsWriter writer, CancellationToken cancellationToken)
    {
        var provider = PaymentPaths.Provider(connector);
        var body = await PaymentFields.ReadOptionalBodyAsync(request, cancellationToken);
        var name = body is { } present && PaymentFields.Text(present, "name") is { Length: > 0 } given ? given : null;
        return (await writer.RunAsync(new InstallConnector(provider, name))).ToReply(StatusCodes.Status201Created);
    }

    private static async Task<JsonReply> Uninstall(string connector, string id, PaymentsWriter writer)
    {
        var command = new UninstallConnector(PaymentPaths.Provider(connector), PaymentPaths.ConnectorId(id));
        return (await writer.RunAsync(command)).ToReply();
    }

    private static async Task<JsonReply> UninstallOnly(string connector, PaymentsWriter writer) =>
        (await writer.RunAsync(new UninstallConnector(PaymentPaths.Provider(connector), id: null))).ToReply();
}
