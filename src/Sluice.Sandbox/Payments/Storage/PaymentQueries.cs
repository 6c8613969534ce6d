using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Storage;

/// <summary>What is read of payments outside the writer.</summary>
internal static class PaymentQueries
{
    public static IEnumerable<ConnectorRow> Connectors(this LedgerSnapshot snapshot) =>
        snapshot.Rows($"SELECT {PaymentColumns.Connector} FROM connectors ORDER BY seq", PaymentColumns.ReadConnector);

    public static PaymentAccountRow? FindPaymentAccount(this LedgerSnapshot snapshot, string id) =>
        Find(snapshot, PaymentColumns.Account, "payment_accounts", PaymentColumns.ReadAccount, id);

    public static IEnumerable<PaymentAccountRow> PaymentAccounts(this LedgerSnapshot snapshot, PageRequest page) =>
        List(snapshot, PaymentColumns.Account, "payment_accounts", PaymentColumns.ReadAccount, page);

    public static PaymentRow? FindPayment(this LedgerSnapshot snapshot, string id) =>
        Find(snapshot, PaymentColumns.Payment, "payments", PaymentColumns.ReadPayment, id);

    public static IEnumerable<PaymentRow> Payments(this LedgerSnapshot snapshot, PageRequest page) =>
        List(snapshot, PaymentColumns.Payment, "payments", PaymentColumns.ReadPayment, page);

    public static TransferInitiationRow? FindInitiation(this LedgerSnapshot snapshot, string id) =>
        Find(snapshot, PaymentColumns.Initiation, "transfer_initiations", PaymentColumns.ReadInitiation, id);

    public static IEnumerable<TransferInitiationRow> Initiations(this LedgerSnapshot snapshot, PageRequest page) =>
        List(snapshot, PaymentColumns.Initiation, "transfer_initiations", PaymentColumns.ReadInitiation, page);

    /// <summary>When the next transfer is to be settled; <c>null</c> when none is being processed.</summary>
    public static DateTimeOffset? NextSettlement(this LedgerSnapshot snapshot) => snapshot
        .Rows(
            "SELECT min(due_at) FROM transfer_initiations WHERE due_at IS NOT NULL",
            row => row.IsDBNull(0) ? (DateTimeOffset?)null : Instant.Parse(row.GetString(0)))
        .First();

    /// <summary>The bookmark of a row in a list: its date and its sequence, with a blank between them.</summary>
    public static string Bookmark(DateTimeOffset createdAt, long sequence) => $"{Instant.Format(createdAt)} {sequence}";

    private static T? Find<T>(LedgerSnapshot snapshot, string columns, string table, Func<SqliteDataReader, T> read, string id) =>
        snapshot.Rows($"SELECT {columns} FROM {table} WHERE id = $1", read, id).FirstOrDefault();

    private static IEnumerable<T> List<T>(
        LedgerSnapshot snapshot, string columns, string table, Func<SqliteDataReader, T> read, PageRequest page)
    {
        var bookmark = page.Bookmark?.Split(' ', 2);
        var order = page.ScansDescending ? "DESC" : "ASC";
        return snapshot.Rows(
            $"""
            SELECT {columns} FROM {table}
            WHERE $1 IS NULL OR (created_at, seq) {(page.ScansDescending ? "<" : ">")} ($1, CAST($2 AS INTEGER))
            ORDER BY created_at {order}, seq {order}
            """,
            read,
            bookmark?[0],
            bookmark?[^1]);
    }
}
