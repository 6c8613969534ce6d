using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Payments.Model;

/// <summary>The wire shapes of payments.</summary>
internal static class PaymentsJson
{
    public static void WriteConnector(Utf8JsonWriter writer, ConnectorRow connector)
    {
        writer.WriteStartObject();
        writer.WriteString("provider", Provider.LabelOf(connector.Provider));
        writer.WriteString("connectorID", connector.Id);
        writer.WriteString("name", connector.Name);
        writer.WriteBoolean("enabled", true);
        writer.WriteEndObject();
    }

    public static void WriteAccount(Utf8JsonWriter writer, PaymentAccountRow account)
    {
        writer.WriteStartObject();
        writer.WriteString("id", account.Id);
        writer.WriteString("reference", account.Reference);
        writer.WriteString("createdAt", Instant.Format(account.CreatedAt));
        writer.WriteString("connectorID", account.ConnectorId);
        writer.WriteString("provider", ProviderOf(account.ConnectorId));
        writer.WriteString("defaultCurrency", account.DefaultAsset);
        writer.WriteString("defaultAsset", account.DefaultAsset);
        writer.WriteString("accountName", account.Name);
        writer.WriteString("type", account.Type);
        writer.WriteStringMap("metadata", account.Metadata);
        writer.WriteRaw("raw", account.Raw);
        writer.WriteEndObject();
    }

    /// <summary>An account as the third API version writes it, which is what events link to.</summary>
    public static void WriteAccountV3(Utf8JsonWriter writer, PaymentAccountRow account)
    {
        writer.WriteStartObject();
        writer.WriteString("id", account.Id);
        writer.WriteString("connectorID", account.ConnectorId);
        writer.WriteString("provider", ConnectorId.Parse(account.ConnectorId).Provider);
        writer.WriteString("reference", account.Reference);
        writer.WriteString("createdAt", Instant.Format(account.CreatedAt));
        writer.WriteString("type", account.Type);
        writer.WriteUnlessEmpty("name", account.Name);
        writer.WriteUnlessEmpty("defaultAsset", account.DefaultAsset);
        writer.WriteStringMap("metadata", account.Metadata);
        writer.WriteRaw("raw", account.Raw);
        writer.WriteEndObject();
    }

    public static void WritePayment(Utf8JsonWriter writer, PaymentRow payment)
    {
        writer.WriteStartObject();
        writer.WriteString("id", payment.Id);
        writer.WriteString("reference", payment.Reference);
        writer.WriteString("sourceAccountID", payment.SourceAccountId);
        writer.WriteString("destinationAccountID", payment.DestinationAccountId);
        writer.WriteString("type", payment.Type);
        writer.WriteString("provider", ProviderOf(payment.ConnectorId));
        writer.WriteString("connectorID", payment.ConnectorId);
        writer.WriteString("status", payment.Status);
        writer.WriteInteger("amount", payment.Amount);
        writer.WriteInteger("initialAmount", payment.InitialAmount);
        writer.WriteString("scheme", payment.Scheme);
        writer.WriteString("asset", payment.Asset);
        writer.WriteString("createdAt", Instant.Format(payment.CreatedAt));
        writer.WriteRaw("raw", payment.Raw);
        writer.WriteStringMap("metadata", payment.Metadata);
        writer.WriteStartArray("adjustments");
        foreach (var adjustment in payment.Adjustments)
        {
            writer.WriteStartObject();
            writer.WriteString("reference", adjustment.Reference);
            writer.WriteString("createdAt", Instant.Format(adjustment.CreatedAt));
            writer.WriteString("status", adjustment.Status);
            writer.WriteInteger("amount", adjustment.Amount);
            writer.WriteRaw("raw", "{}");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The label of the provider that the id of a connector names.</summary>
    public static string ProviderOf(string connectorId) => Provider.LabelOf(ConnectorId.Parse(connectorId).Provider);

    public static void WriteRaw(this Utf8JsonWriter writer, string name, string json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    public static void WriteUnlessEmpty(this Utf8JsonWriter writer, string name, string value)
    {
        if (value.Length > 0)
        {
            writer.WriteString(name, value);
        }
    }
}
