using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Payments.Storage;

/// <summary>Every statement that the writer runs for payments, prepared on its connection.</summary>
internal sealed class PaymentStatements(SqliteConnection connection) : IDisposable
{
    public Statement FindConnector { get; } = Find(connection, PaymentColumns.Connector, "connectors", "id");

    public Statement FindConnectorByName { get; } = Find(connection, PaymentColumns.Connector, "connectors", "name");

    public Statement ConnectorsOfProvider { get; } = Find(connection, PaymentColumns.Connector, "connectors", "provider");

    public Statement InsertConnector { get; } = Insert(connection, "connectors", PaymentColumns.Connector);

    /// <summary>All of them, in this order.</summary>
    public ImmutableArray<Statement> DeleteConnector { get; } =
    [
        new(connection, "DELETE FROM transfer_reversals WHERE connector_id = $1", 1),
        new(connection, "DELETE FROM transfer_initiations WHERE connector_id = $1", 1),
        new(connection, "DELETE FROM payments WHERE connector_id = $1", 1),
        new(connection, "DELETE FROM payment_accounts WHERE connector_id = $1", 1),
        new(connection, "DELETE FROM connectors WHERE id = $1", 1),
    ];

    public Statement FindAccount { get; } = Find(connection, PaymentColumns.Account, "payment_accounts", "id");

    public Statement InsertAccount { get; } = Insert(connection, "payment_accounts", PaymentColumns.Account);

    public Statement FindPayment { get; } = Find(connection, PaymentColumns.Payment, "payments", "id");

    public Statement InsertPayment { get; } = Insert(connection, "payments", PaymentColumns.Payment);

    public Statement UpdatePayment { get; } = new(
        connection, "UPDATE payments SET status = $2, amount = $3, metadata = $4, adjustments = $5 WHERE seq = $1", 5);

    public Statement FindInitiation { get; } = Find(connection, PaymentColumns.Initiation, "transfer_initiations", "id");

    public Statement DueInitiations { get; } = new(
        connection,
        $"SELECT {PaymentColumns.Initiation} FROM transfer_initiations WHERE due_at <= $1 ORDER BY due_at, seq LIMIT $2",
        2);

    public Statement InsertInitiation { get; } = Insert(connection, "transfer_initiations", PaymentColumns.Initiation);

    public Statement UpdateInitiation { get; } = new(
        connection,
        """
        UPDATE transfer_initiations SET
          amount = $2, status = $3, error = $4, adjustments = $5, payment_id = $6, attempts = $7, due_at = $8, reversal = $9
        WHERE seq = $1
        """,
        9);

    public Statement DeleteInitiation { get; } = new(connection, "DELETE FROM transfer_initiations WHERE seq = $1", 1);

    public Statement FindReversal { get; } = new(
        connection, $"SELECT {PaymentColumns.Reversal} FROM transfer_reversals WHERE connector_id = $1 AND reference = $2", 2);

    public Statement InsertReversal { get; } = Insert(connection, "transfer_reversals", PaymentColumns.Reversal);

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[
            FindConnector, FindConnectorByName, ConnectorsOfProvider, InsertConnector, .. DeleteConnector, FindAccount, InsertAccount,
            FindPayment, InsertPayment, UpdatePayment, FindInitiation, DueInitiations, InsertInitiation, UpdateInitiation,
            DeleteInitiation, FindReversal, InsertReversal])
        {
            statement.Dispose();
        }
    }

    private static Statement Find(SqliteConnection connection, string columns, string table, string key) =>
        new(connection, $"SELECT {columns} FROM {table} WHERE {key} = $1", 1);

    // The sequence is SQLite's to give.
    private static Statement Insert(SqliteConnection connection, string table, string columns)
    {
        var given = columns.Split(", ").Where(column => column != "seq").ToList();
        var values = string.Join(", ", given.Select((_, index) => $"${index + 1}"));
        return new Statement(connection, $"INSERT INTO {table} ({string.Join(", ", given)}) VALUES ({values})", given.Count);
    }
}
