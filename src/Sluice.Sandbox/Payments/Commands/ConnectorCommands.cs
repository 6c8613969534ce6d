using System.Text;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>Installs one more connector of a provider.</summary>
/// <param name="name">Unique among those installed; one is made up when there is none.</param>
internal sealed class InstallConnector(Provider provider, string? name) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        if (name is not null && scope.Tables.HasConnectorNamed(name))
        {
            throw RefusedException.BadRequest("CONFLICT", $"duplicate connector name \"{name}\"");
        }

        var reference = Guid.CreateVersion7(scope.Now).ToString();
        var id = new ConnectorId(provider.Name, reference).ToString();
        scope.Tables.Insert(new ConnectorRow(id, provider.Name, name ?? $"{provider.Name}-{reference}"));
        return Encoding.UTF8.GetString(JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("connectorID", id);
            writer.WriteEndObject();
        }).Span);
    }
}

/// <summary>Takes a connector away with its accounts, payments and transfer initiations; those being processed never settle.</summary>
/// <param name="id">Which one; <c>null</c> for the only one of its provider.</param>
internal sealed class UninstallConnector(Provider provider, string? id) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var candidates = scope.Tables.ConnectorsOf(provider).Where(connector => id is null || connector.Id == id).ToList();
        switch (candidates)
        {
            case [var connector]:
                scope.Tables.DeleteConnector(connector.Id);
                return "";
            case []:
                throw RefusedException.NotFound($"no such {provider.Label} connector is installed");
            default:
                throw RefusedException.Validation($"several {provider.Label} connectors are installed: give the id of one");
        }
    }
}
