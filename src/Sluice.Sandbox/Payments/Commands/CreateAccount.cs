using System.Text;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Payments.Model;
using Sluice.Sandbox.Payments.Requests;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>Makes an account known.</summary>
internal sealed class CreateAccount(AccountRequest request) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var connector = scope.Connector(request.ConnectorId, "connectorID");
        var id = new ResourceId(ConnectorId.Parse(connector.Id), request.Reference).ToString();
        if (scope.Tables.FindAccount(id) is not null)
        {
            throw RefusedException.BadRequest("CONFLICT", $"duplicate account reference \"{request.Reference}\"");
        }

        var account = new PaymentAccountRow(
            0,
            id,
            connector.Id,
            request.Reference,
            request.CreatedAt ?? scope.Now,
            request.Type,
            request.Name,
            request.DefaultAsset,
            request.Metadata,
            request.Raw);
        scope.Add(account);
        return Encoding.UTF8.GetString(JsonText.Write(writer => PaymentsJson.WriteAccount(writer, account)).Span);
    }
}
