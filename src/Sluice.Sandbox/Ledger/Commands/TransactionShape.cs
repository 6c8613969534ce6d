using System.Text;
using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>How one API version writes a transaction.</summary>
internal sealed class TransactionShape(Action<Utf8JsonWriter, TransactionRow> write)
{
    public static TransactionShape V2 { get; } = new(LedgerJson.WriteTransaction);

    public string Write(TransactionRow transaction) =>
        Encoding.UTF8.GetString(JsonText.Write(writer => write(writer, transaction)).Span);
}
