using System.Numerics;
using System.Text.Json;
using Sluice.Sandbox.Events;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Commands;

/// <summary>Makes and collects the events of one command; none at all when nobody subscribes.</summary>
/// <param name="textAmounts">Whether amounts are strings rather than numbers.</param>
internal sealed class PaymentEvents(DateTimeOffset now, bool wanted, bool textAmounts, PublicUrl url)
{
    private const string Topic = "payments";
    private const string Version = "v3";

    private readonly List<SandboxEvent> _made = [];

    public IReadOnlyList<SandboxEvent> Made => _made;

    public void SavedAccount(PaymentAccountRow account) => Make("SAVED_ACCOUNT", writer =>
    {
        WriteOrigin(writer, account.Id, account.ConnectorId);
        writer.WriteString("createdAt", Instant.Format(account.CreatedAt));
        writer.WriteString("reference", account.Reference);
        writer.WriteString("type", account.Type);
        writer.WriteUnlessEmpty("defaultAsset", account.DefaultAsset);
        writer.WriteUnlessEmpty("name", account.Name);
        WriteMetadata(writer, account.Metadata);
        writer.WriteRaw("rawData", account.Raw);
    });

    public void SavedPayment(PaymentRow payment) => Make("SAVED_PAYMENT", writer =>
    {
        WriteOrigin(writer, payment.Id, payment.ConnectorId);
        writer.WriteString("reference", payment.Reference);
        writer.WriteString("createdAt", Instant.Format(payment.CreatedAt));
        writer.WriteString("type", payment.Type);
        writer.WriteString("status", payment.Status);
        writer.WriteString("scheme", payment.Scheme);
        writer.WriteString("asset", payment.Asset);
        WriteAmount(writer, "amount", payment.Amount);
        WriteAmount(writer, "initialAmount", payment.InitialAmount);
        writer.WriteUnlessEmpty("sourceAccountID", payment.SourceAccountId);
        writer.WriteUnlessEmpty("destinationAccountID", payment.DestinationAccountId);
        WriteLinks(writer, payment);
        WriteMetadata(writer, payment.Metadata);
        writer.WriteRaw("rawData", payment.Raw);
    });

    public void SavedInitiation(TransferInitiationRow initiation) => Make("SAVED_PAYMENT_INITIATION", writer =>
    {
        WriteOrigin(writer, initiation.Id, initiation.ConnectorId);
        writer.WriteString("reference", initiation.Reference);
        writer.WriteString("createdAt", Instant.Format(initiation.CreatedAt));
        writer.WriteString("scheduledAt", Instant.Format(initiation.ScheduledAt));
        writer.WriteString("description", initiation.Description);
        writer.WriteString("type", initiation.Type);
        writer.WriteUnlessEmpty("sourceAccountID", initiation.SourceAccountId);
        writer.WriteString("destinationAccountID", initiation.DestinationAccountId);
        writer.WriteString("asset", initiation.Asset);
        WriteAmount(writer, "amount", initiation.InitialAmount);
        WriteMetadata(writer, initiation.Metadata);
    });

    /// <param name="first">The index of the first adjustment that is new.</param>
    public void SavedAdjustments(TransferInitiationRow initiation, int first)
    {
        foreach (var (index, adjustment) in initiation.Adjustments.Index().Skip(first))
        {
            Make("SAVED_PAYMENT_INITIATION_ADJUSTMENT", writer =>
            {
                writer.WriteString("id", initiation.AdjustmentId(index));
                writer.WriteString("paymentInitiationID", initiation.Id);
                writer.WriteString("status", adjustment.Status);
                writer.WriteUnlessEmpty("error", adjustment.Error);
            });
        }
    }

    public void SavedRelatedPayment(TransferInitiationRow initiation) => Make("SAVED_PAYMENT_INITIATION_RELATED_PAYMENT", writer =>
    {
        writer.WriteString("paymentInitiationID", initiation.Id);
        writer.WriteString("paymentID", initiation.PaymentId);
    });

    private static void WriteOrigin(Utf8JsonWriter writer, string id, string connectorId)
    {
        writer.WriteString("id", id);
        writer.WriteString("connectorID", connectorId);
        writer.WriteString("provider", PaymentsJson.ProviderOf(connectorId));
    }

    private static void WriteMetadata(Utf8JsonWriter writer, Metadata metadata)
    {
        if (!metadata.IsEmpty)
        {
            writer.WriteStringMap("metadata", metadata);
        }
    }

    private void WriteAmount(Utf8JsonWriter writer, string name, BigInteger amount)
    {
        if (textAmounts)
        {
            writer.WriteString(name, amount.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteInteger(name, amount);
        }
    }

    private void WriteLinks(Utf8JsonWriter writer, PaymentRow payment)
    {
        if (payment.SourceAccountId.Length == 0 && payment.DestinationAccountId.Length == 0)
        {
            return;
        }

        writer.WriteStartArray("links");
        WriteLink(writer, "source_account", payment.SourceAccountId);
        WriteLink(writer, "destination_account", payment.DestinationAccountId);
        writer.WriteEndArray();
    }

    private void WriteLink(Utf8JsonWriter writer, string name, string accountId)
    {
        if (accountId.Length > 0)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("uri", $"{url.Root}/api/payments/v3/accounts/{accountId}");
            writer.WriteEndObject();
        }
    }

    private void Make(string type, Action<Utf8JsonWriter> writeMembers)
    {
        if (wanted)
        {
            _made.Add(SandboxEvent.Create(Topic, Version, type, now, writer =>
            {
                writer.WriteStartObject();
                writeMembers(writer);
                writer.WriteEndObject();
            }));
        }
    }
}
