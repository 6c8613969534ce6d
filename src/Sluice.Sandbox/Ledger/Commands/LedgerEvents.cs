using System.Text.Json;
using Sluice.Sandbox.Events;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Commands;

/// <summary>Makes the ledger's events; none at all when nobody subscribes.</summary>
internal sealed class LedgerEvents(bool wanted)
{
    private const string Topic = "ledger";
    private const string Version = "v2";

    /// <summary>Whether anybody subscribes.</summary>
    public bool Wanted => wanted;

    public IReadOnlyList<SandboxEvent> Committed(
        LedgerScope scope, TransactionRow transaction, IEnumerable<KeyValuePair<string, Metadata>> accountMetadata) =>
        Make(scope, "COMMITTED_TRANSACTIONS", writer =>
        {
            writer.WriteStartArray("transactions");
            LedgerJson.WriteTransaction(writer, transaction);
            writer.WriteEndArray();
            writer.WriteStartObject("accountMetadata");
            foreach (var (address, metadata) in accountMetadata)
            {
                writer.WriteStringMap(address, metadata);
            }

            writer.WriteEndObject();
        });

    public IReadOnlyList<SandboxEvent> Reverted(LedgerScope scope, TransactionRow reverted, TransactionRow reverting) =>
        Make(scope, "REVERTED_TRANSACTION", writer =>
        {
            writer.WritePropertyName("revertedTransaction");
            LedgerJson.WriteTransaction(writer, reverted);
            writer.WritePropertyName("revertTransaction");
            LedgerJson.WriteTransaction(writer, reverting);
        });

    public IReadOnlyList<SandboxEvent> SavedMetadata(LedgerScope scope, string targetType, string targetId, Metadata metadata) =>
        Make(scope, "SAVED_METADATA", writer =>
        {
            writer.WriteString("targetType", targetType);
            writer.WriteString("targetId", targetId);
            writer.WriteStringMap("metadata", metadata);
        });

    public IReadOnlyList<SandboxEvent> DeletedMetadata(LedgerScope scope, string targetType, string targetId, string key) =>
        Make(scope, "DELETED_METADATA", writer =>
        {
            writer.WriteString("targetType", targetType);
            writer.WriteString("targetId", targetId);
            writer.WriteString("key", key);
        });

    private IReadOnlyList<SandboxEvent> Make(LedgerScope scope, string type, Action<Utf8JsonWriter> writeRest)
    {
        if (!Wanted)
        {
            return [];
        }

        return
        [
            SandboxEvent.Create(Topic, Version, type, scope.Now, writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("ledger", scope.Ledger.Name);
                writeRest(writer);
                writer.WriteEndObject();
            }),
        ];
    }
}
