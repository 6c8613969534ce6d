using System.Text;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Payments.Model;
using Sluice.Sandbox.Payments.Requests;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>Makes a payment known that happened elsewhere.</summary>
internal sealed class CreatePayment(PaymentRequest request) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var connector = scope.Connector(request.ConnectorId, "connectorID");
        var id = new ResourceId(ConnectorId.Parse(connector.Id), request.Reference, request.Type).ToString();
        if (scope.Tables.FindPayment(id) is not null)
        {
            throw RefusedException.BadRequest("CONFLICT", $"duplicate {request.Type} payment reference \"{request.Reference}\"");
        }

        var createdAt = request.CreatedAt ?? scope.Now;
        var payment = new PaymentRow(
            0,
            id,
            connector.Id,
            request.Reference,
            createdAt,
            request.Type,
            request.Status,
            request.Scheme,
            request.Asset,
            request.Amount,
            request.Amount,
            request.SourceAccountId,
            request.DestinationAccountId,
            request.Metadata,
            request.Raw,
            [new PaymentAdjustment(request.Reference, createdAt, request.Status, request.Amount)]);
        scope.Add(payment);
        return Encoding.UTF8.GetString(JsonText.Write(writer => PaymentsJson.WritePayment(writer, payment)).Span);
    }
}

/// <summary>Merges metadata into a payment.</summary>
internal sealed class SavePaymentMetadata(string id, Metadata metadata) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var payment = scope.Payment(id);

        // Not a change of status, so nobody is told.
        scope.Tables.Update(payment with { Metadata = payment.Metadata.SetItems(metadata) });
        return "";
    }
}
