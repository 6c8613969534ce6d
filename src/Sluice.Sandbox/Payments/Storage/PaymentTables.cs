using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;
using Sluice.Sandbox.Payments.Model;

namespace Sluice.Sandbox.Payments.Storage;

/// <summary>The tables of payments as the writer reads and changes them, within the transaction of its batch.</summary>
internal sealed class PaymentTables(SqliteConnection connection) : IDisposable
{
    private readonly PaymentStatements _sql = new(connection);

    /// <summary>The tables as the session's batch sees them.</summary>
    public static PaymentTables Of(LedgerSession session) => session.Open(connection => new PaymentTables(connection));

    public ConnectorRow? FindConnector(string id) => First(_sql.FindConnector.Query(id), PaymentColumns.ReadConnector);

    public bool HasConnectorNamed(string name) => First(_sql.FindConnectorByName.Query(name), PaymentColumns.ReadConnector) is not null;

    public IReadOnlyList<ConnectorRow> ConnectorsOf(Provider provider) =>
        All(_sql.ConnectorsOfProvider.Query(provider.Name), PaymentColumns.ReadConnector);

    public void Insert(ConnectorRow row) => _sql.InsertConnector.Execute(row.Id, row.Provider, row.Name);

    /// <summary>Takes a connector away with everything that came from it.</summary>
    public void DeleteConnector(string id)
    {
        foreach (var statement in _sql.DeleteConnector)
        {
            statement.Execute(id);
        }
    }

    public PaymentAccountRow? FindAccount(string id) => First(_sql.FindAccount.Query(id), PaymentColumns.ReadAccount);

    public void Insert(PaymentAccountRow row) => _sql.InsertAccount.Execute(
        row.Id,
        row.ConnectorId,
        row.Reference,
        Instant.Format(row.CreatedAt),
        row.Type,
        row.Name,
        row.DefaultAsset,
        MetadataMap.Write(row.Metadata),
        row.Raw);

    public PaymentRow? FindPayment(string id) => First(_sql.FindPayment.Query(id), PaymentColumns.ReadPayment);

    public void Insert(PaymentRow row) => _sql.InsertPayment.Execute(
        row.Id,
        row.ConnectorId,
        row.Reference,
        Instant.Format(row.CreatedAt),
        row.Type,
        row.Status,
        row.Scheme,
        row.Asset,
        LedgerColumns.WriteInteger(row.InitialAmount),
        LedgerColumns.WriteInteger(row.Amount),
        row.SourceAccountId,
        row.DestinationAccountId,
        MetadataMap.Write(row.Metadata),
        row.Raw,
        PaymentColumns.Write(row.Adjustments));

    /// <summary>Stores what of a payment can change.</summary>
    public void Update(PaymentRow row) => _sql.UpdatePayment.Execute(
        row.Sequence,
        row.Status,
        LedgerColumns.WriteInteger(row.Amount),
        MetadataMap.Write(row.Metadata),
        PaymentColumns.Write(row.Adjustments));

    public TransferInitiationRow? FindInitiation(string id) => First(_sql.FindInitiation.Query(id), PaymentColumns.ReadInitiation);

    /// <summary>The initiations that fell due by <paramref name="now"/>, the longest due first.</summary>
    public IReadOnlyList<TransferInitiationRow> DueInitiations(DateTimeOffset now, int max) =>
        All(_sql.DueInitiations.Query(Instant.Format(now), max), PaymentColumns.ReadInitiation);

    public void Insert(TransferInitiationRow row) => _sql.InsertInitiation.Execute(
        row.Id,
        row.ConnectorId,
        row.Reference,
        Instant.Format(row.CreatedAt),
        Instant.Format(row.ScheduledAt),
        row.Description,
        row.Type,
        row.SourceAccountId,
        row.DestinationAccountId,
        row.Asset,
        LedgerColumns.WriteInteger(row.InitialAmount),
        LedgerColumns.WriteInteger(row.Amount),
        MetadataMap.Write(row.Metadata),
        row.Status,
        row.Error,
        PaymentColumns.Write(row.Adjustments),
        row.PaymentId,
        row.Attempts,
        Format(row.DueAt),
        row.Reversal);

    /// <summary>Stores what of a transfer initiation can change.</summary>
    public void Update(TransferInitiationRow row) => _sql.UpdateInitiation.Execute(
        row.Sequence,
        LedgerColumns.WriteInteger(row.Amount),
        row.Status,
        row.Error,
        PaymentColumns.Write(row.Adjustments),
        row.PaymentId,
        row.Attempts,
        Format(row.DueAt),
        row.Reversal);

    public void DeleteInitiation(TransferInitiationRow row) => _sql.DeleteInitiation.Execute(row.Sequence);

    public TransferReversalRow? FindReversal(string connectorId, string reference) =>
        First(_sql.FindReversal.Query(connectorId, reference), PaymentColumns.ReadReversal);

    public void Insert(TransferReversalRow row) => _sql.InsertReversal.Execute(
        row.ConnectorId,
        row.Reference,
        row.InitiationId,
        row.Description,
        LedgerColumns.WriteInteger(row.Amount),
        MetadataMap.Write(row.Metadata));

    public void Dispose() => _sql.Dispose();

    private static string? Format(DateTimeOffset? value) => value is { } present ? Instant.Format(present) : null;

    private static T? First<T>(SqliteDataReader rows, Func<SqliteDataReader, T> read)
        where T : class
    {
        using (rows)
        {
            return rows.Read() ? read(rows) : null;
        }
    }

    private static List<T> All<T>(SqliteDataReader rows, Func<SqliteDataReader, T> read)
    {
        using (rows)
        {
            var all = new List<T>();
            while (rows.Read())
            {
                all.Add(read(rows));
            }

            return all;
        }
    }
}
