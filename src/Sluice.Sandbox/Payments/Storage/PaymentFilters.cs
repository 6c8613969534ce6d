using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Storage;

/// <summary>What each list can be filtered by.</summary>
internal static class PaymentFilters
{
    public static FilterCompiler<PaymentAccountRow> Accounts { get; } = new(
        "accounts",
        FilterField<PaymentAccountRow>.Text("id", row => row.Id),
        FilterField<PaymentAccountRow>.Text("reference", row => row.Reference),
        FilterField<PaymentAccountRow>.Text("connector_id", row => row.ConnectorId),
        FilterField<PaymentAccountRow>.Text("type", row => row.Type),
        FilterField<PaymentAccountRow>.Text("default_asset", row => row.DefaultAsset),
        FilterField<PaymentAccountRow>.Text("name", row => row.Name),
        FilterField<PaymentAccountRow>.Map("metadata", row => row.Metadata));

    public static FilterCompiler<PaymentRow> Payments { get; } = new(
        "payments",
        FilterField<PaymentRow>.Text("id", row => row.Id),
        FilterField<PaymentRow>.Text("reference", row => row.Reference),
        FilterField<PaymentRow>.Text("connector_id", row => row.ConnectorId),
        FilterField<PaymentRow>.Text("type", row => row.Type),
        FilterField<PaymentRow>.Text("status", row => row.Status),
        FilterField<PaymentRow>.Text("scheme", row => row.Scheme),
        FilterField<PaymentRow>.Text("asset", row => row.Asset),
        FilterField<PaymentRow>.Text("source_account_id", row => row.SourceAccountId),
        FilterField<PaymentRow>.Text("destination_account_id", row => row.DestinationAccountId),
        FilterField<PaymentRow>.Integer("initial_amount", row => row.InitialAmount),
        FilterField<PaymentRow>.Integer("amount", row => row.Amount),
        FilterField<PaymentRow>.Map("metadata", row => row.Metadata));

    public static FilterCompiler<TransferInitiationRow> Initiations { get; } = new(
        "transfer initiations",
        FilterField<TransferInitiationRow>.Text("id", row => row.Id),
        FilterField<TransferInitiationRow>.Text("reference", row => row.Reference),
        FilterField<TransferInitiationRow>.Text("connector_id", row => row.ConnectorId),
        FilterField<TransferInitiationRow>.Text("type", row => row.Type),
        FilterField<TransferInitiationRow>.Text("status", row => row.Status),
        FilterField<TransferInitiationRow>.Text("asset", row => row.Asset),
        FilterField<TransferInitiationRow>.Text("source_account_id", row => row.SourceAccountId),
        FilterField<TransferInitiationRow>.Text("destination_account_id", row => row.DestinationAccountId),
        FilterField<TransferInitiationRow>.Integer("amount", row => row.Amount),
        FilterField<TransferInitiationRow>.Map("metadata", row => row.Metadata));
}
