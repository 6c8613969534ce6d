using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>The wire shapes of transfer initiations.</summary>
internal static class TransferJson
{
    /// <summary>A transfer initiation as lists and its creation write it.</summary>
    public static void WriteInitiation(Utf8JsonWriter writer, TransferInitiationRow initiation)
    {
        writer.WriteStartObject();
        WriteMembers(writer, initiation);
        writer.WriteEndObject();
    }

    /// <summary>A transfer initiation by itself, with what has become of it.</summary>
    /// <param name="payment">The payment it has become.</param>
    public static void WriteInitiation(Utf8JsonWriter writer, TransferInitiationRow initiation, PaymentRow? payment)
    {
        writer.WriteStartObject();
        WriteMembers(writer, initiation);
        writer.WriteStartArray("relatedPayments");
        if (payment is not null)
        {
            writer.WriteStartObject();
            writer.WriteString("paymentID", payment.Id);
            writer.WriteString("createdAt", Instant.Format(payment.CreatedAt));
            writer.WriteString("status", payment.Status);
            writer.WriteString("error", "");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("relatedAdjustments");
        foreach (var (index, adjustment) in initiation.Adjustments.Index())
        {
            writer.WriteStartObject();
            writer.WriteString("adjustmentID", initiation.AdjustmentId(index));
            writer.WriteString("createdAt", Instant.Format(adjustment.CreatedAt));
            writer.WriteString("status", adjustment.Status);
            writer.WriteString("error", adjustment.Error);
            writer.WriteStringMap("metadata", MetadataMap.Empty);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter writer, TransferInitiationRow initiation)
    {
        writer.WriteString("id", initiation.Id);
        writer.WriteString("reference", initiation.Reference);
        writer.WriteString("createdAt", Instant.Format(initiation.CreatedAt));
        writer.WriteString("scheduledAt", Instant.Format(initiation.ScheduledAt));
        writer.WriteString("description", initiation.Description);
        writer.WriteString("sourceAccountID", initiation.SourceAccountId);
        writer.WriteString("destinationAccountID", initiation.DestinationAccountId);
        writer.WriteString("connectorID", initiation.ConnectorId);
        writer.WriteString("provider", PaymentsJson.ProviderOf(initiation.ConnectorId));
        writer.WriteString("type", initiation.Type);
        writer.WriteInteger("amount", initiation.Amount);
        writer.WriteInteger("initialAmount", initiation.InitialAmount);
        writer.WriteString("asset", initiation.Asset);
        writer.WriteString("status", initiation.Status);
        writer.WriteString("error", initiation.Error);
        writer.WriteStringMap("metadata", initiation.Metadata);
    }
}
