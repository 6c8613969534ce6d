using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Storage;

/// <summary>The columns each row is read from, in order, and the JSON inside them.</summary>
internal static class PaymentColumns
{
    public const string Connector = "id, provider, name";

    public const string Account = "seq, id, connector_id, reference, created_at, type, name, default_asset, metadata, raw";

    public const string Payment =
        "seq, id, connector_id, reference, created_at, type, status, scheme, asset, initial_amount, amount, source_account_id, "
        + "destination_account_id, metadata, raw, adjustments";

    public const string Initiation =
        "seq, id, connector_id, reference, created_at, scheduled_at, description, type, source_account_id, destination_account_id, "
        + "asset, initial_amount, amount, metadata, status, error, adjustments, payment_id, attempts, due_at, reversal";

    public const string Reversal = "connector_id, reference, initiation_id, description, amount, metadata";

    public static ConnectorRow ReadConnector(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), row.GetString(2));

    public static PaymentAccountRow ReadAccount(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        Instant.Parse(row.GetString(4)),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        MetadataMap.Read(row.GetString(8)),
        row.GetString(9));

    public static PaymentRow ReadPayment(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        Instant.Parse(row.GetString(4)),
        row.GetString(5),
        row.GetString(6),
        row.GetString(7),
        row.GetString(8),
        LedgerColumns.ReadInteger(row.GetString(9)),
        LedgerColumns.ReadInteger(row.GetString(10)),
        row.GetString(11),
        row.GetString(12),
        MetadataMap.Read(row.GetString(13)),
        row.GetString(14),
        ReadAdjustments(row.GetString(15), element => new PaymentAdjustment(
            Text(element, "reference"),
            Instant.Parse(Text(element, "createdAt")),
            Text(element, "status"),
            LedgerColumns.ReadInteger(Text(element, "amount")))));

    public static TransferInitiationRow ReadInitiation(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        Instant.Parse(row.GetString(4)),
        Instant.Parse(row.GetString(5)),
        row.GetString(6),
        row.GetString(7),
        row.GetString(8),
        row.GetString(9),
        row.GetString(10),
        LedgerColumns.ReadInteger(row.GetString(11)),
        LedgerColumns.ReadInteger(row.GetString(12)),
        MetadataMap.Read(row.GetString(13)),
        row.GetString(14),
        row.GetString(15),
        ReadAdjustments(row.GetString(16), element => new TransferAdjustment(
            Instant.Parse(Text(element, "createdAt")), Text(element, "status"), Text(element, "error"))),
        row.GetString(17),
        row.GetInt32(18),
        row.IsDBNull(19) ? null : Instant.Parse(row.GetString(19)),
        row.IsDBNull(20) ? null : row.GetString(20));

    public static TransferReversalRow ReadReversal(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetString(3),
        LedgerColumns.ReadInteger(row.GetString(4)),
        MetadataMap.Read(row.GetString(5)));

    public static string Write(ImmutableArray<PaymentAdjustment> adjustments) => WriteAdjustments(adjustments, (writer, adjustment) =>
    {
        writer.WriteString("reference", adjustment.Reference);
        writer.WriteString("createdAt", Instant.Format(adjustment.CreatedAt));
        writer.WriteString("status", adjustment.Status);
        writer.WriteString("amount", LedgerColumns.WriteInteger(adjustment.Amount));
    });

    public static string Write(ImmutableArray<TransferAdjustment> adjustments) => WriteAdjustments(adjustments, (writer, adjustment) =>
    {
        writer.WriteString("createdAt", Instant.Format(adjustment.CreatedAt));
        writer.WriteString("status", adjustment.Status);
        writer.WriteString("error", adjustment.Error);
    });

    private static string WriteAdjustments<T>(ImmutableArray<T> adjustments, Action<Utf8JsonWriter, T> writeMembers) =>
        Encoding.UTF8.GetString(JsonText.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var adjustment in adjustments)
            {
                writer.WriteStartObject();
                writeMembers(writer, adjustment);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }).Span);

    private static ImmutableArray<T> ReadAdjustments<T>(string column, Func<JsonElement, T> read)
    {
        using var document = JsonDocument.Parse(column);
        return [.. document.RootElement.EnumerateArray().Select(read)];
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
