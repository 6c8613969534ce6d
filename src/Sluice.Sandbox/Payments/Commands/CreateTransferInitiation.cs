using System.Text;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Payments.Model;
using Sluice.Sandbox.Payments.Requests;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>Takes up a transfer, at once or when somebody has validated it.</summary>
/// <param name="acceptsProviderAlone">Whether a provider is enough where it has one connector.</param>
internal sealed class CreateTransferInitiation(TransferRequest request, bool acceptsProviderAlone) : PaymentsCommand
{
    public override string Execute(PaymentsScope scope)
    {
        var connector = FindConnector(scope);
        RequireAccount(scope, request.DestinationAccountId, "destinationAccountID");
        if (request.SourceAccountId.Length > 0)
        {
            RequireAccount(scope, request.SourceAccountId, "sourceAccountID");
        }

        var id = new ResourceId(ConnectorId.Parse(connector.Id), request.Reference).ToString();
        if (scope.Tables.FindInitiation(id) is not null)
        {
            throw RefusedException.BadRequest("CONFLICT", $"duplicate transfer initiation reference \"{request.Reference}\"");
        }

        var initiation = new TransferInitiationRow(
            0,
            id,
            connector.Id,
            request.Reference,
            scope.Now,
            request.ScheduledAt,
            request.Description,
            request.Type,
            request.SourceAccountId,
            request.DestinationAccountId,
            request.Asset,
            request.Amount,
            request.Amount,
            request.Metadata,
            Status: "",
            Error: "",
            Adjustments: [],
            PaymentId: "",
            Attempts: 0,
            DueAt: null,
            Reversal: null);
        initiation = request.Validated
            ? initiation.Move(TransferStatus.Processing, scope.Now) with { DueAt = scope.DueAfter(request.ScheduledAt) }
            : initiation.Move(TransferStatus.WaitingForValidation, scope.Now);
        scope.Add(initiation);
        return Encoding.UTF8.GetString(JsonText.Write(writer => TransferJson.WriteInitiation(writer, initiation)).Span);
    }

    private ConnectorRow FindConnector(PaymentsScope scope)
    {
        if (request.ConnectorId is { } id)
        {
            return scope.Connector(id, "connectorID");
        }

        if (!acceptsProviderAlone || request.Provider is not { } provider)
        {
            throw RefusedException.Validation("connectorID is missing");
        }

        return scope.Tables.ConnectorsOf(provider) switch
        {
            [var only] => only,
            [] => throw RefusedException.Validation($"provider: no {provider.Label} connector is installed"),
            _ => throw RefusedException.Validation($"provider: several {provider.Label} connectors are installed, give connectorID"),
        };
    }

    private static void RequireAccount(PaymentsScope scope, string id, string field)
    {
        if (scope.Tables.FindAccount(id) is null)
        {
            throw RefusedException.Validation($"{field}: no such account");
        }
    }
}
