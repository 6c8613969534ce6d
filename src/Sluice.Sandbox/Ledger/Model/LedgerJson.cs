using System.Text.Json;

namespace Sluice.Sandbox.Ledger.Model;

/// <summary>The wire shapes of the ledger's second API version.</summary>
internal static class LedgerJson
{
    public static void WriteLedger(Utf8JsonWriter writer, LedgerRow ledger)
    {
        writer.WriteStartObject();
        writer.WriteString("name", ledger.Name);
        writer.WriteString("addedAt", Instant.Format(ledger.AddedAt));
        writer.WriteString("bucket", ledger.Bucket);
        writer.WriteStringMap("metadata", ledger.Metadata);
        writer.WriteNumber("id", ledger.Id);
        writer.WriteStringMap("features", ledger.Features);
        writer.WriteEndObject();
    }

    public static void WriteTransaction(Utf8JsonWriter writer, TransactionRow transaction) => WriteTransaction(writer, transaction, null);

    /// <param name="ledger">The name of its ledger, where the place it is written in does not tell.</param>
    public static void WriteTransaction(Utf8JsonWriter writer, TransactionRow transaction, string? ledger)
    {
        writer.WriteStartObject();
        if (ledger is not null)
        {
            writer.WriteString("ledger", ledger);
        }

        writer.WriteNumber("id", transaction.Id);
        writer.WritePropertyName("postings");
        WritePostings(writer, transaction.Postings);
        writer.WriteStringMap("metadata", transaction.Metadata);
        writer.WriteString("timestamp", Instant.Format(transaction.Timestamp));
        writer.WriteString("insertedAt", Instant.Format(transaction.InsertedAt));
        writer.WriteString("updatedAt", Instant.Format(transaction.UpdatedAt));
        if (transaction.Reference is { } reference)
        {
            writer.WriteString("reference", reference);
        }

        writer.WriteBoolean("reverted", transaction.RevertedAt is not null);
        if (transaction.RevertedAt is { } revertedAt)
        {
            writer.WriteString("revertedAt", Instant.Format(revertedAt));
        }

        writer.WritePropertyName("postCommitVolumes");
        WriteVolumesByAccount(writer, transaction.PostCommitVolumes);
        writer.WritePropertyName("preCommitVolumes");
        WriteVolumesByAccount(writer, transaction.PreCommitVolumes());
        writer.WriteEndObject();
    }

    public static void WritePostings(Utf8JsonWriter writer, IEnumerable<Posting> postings)
    {
        writer.WriteStartArray();
        foreach (var posting in postings)
        {
            writer.WriteStartObject();
            writer.WriteString("source", posting.Source);
            writer.WriteString("destination", posting.Destination);
            writer.WriteInteger("amount", posting.Amount);
            writer.WriteString("asset", posting.Asset);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <param name="volumes">Ordered by account, as the entries of one account become one object.</param>
    public static void WriteVolumesByAccount(Utf8JsonWriter writer, IEnumerable<AccountVolumes> volumes)
    {
        writer.WriteStartObject();
        string? account = null;
        foreach (var entry in volumes)
        {
            if (entry.Account != account)
            {
                if (account is not null)
                {
                    writer.WriteEndObject();
                }

                account = entry.Account;
                writer.WriteStartObject(account);
            }

            writer.WritePropertyName(entry.Asset);
            WriteVolumes(writer, entry.Volumes);
        }

        if (account is not null)
        {
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    public static void WriteVolumesByAsset(Utf8JsonWriter writer, IEnumerable<AccountVolumes> volumes)
    {
        writer.WriteStartObject();
        foreach (var entry in volumes)
        {
            writer.WritePropertyName(entry.Asset);
            WriteVolumes(writer, entry.Volumes);
        }

        writer.WriteEndObject();
    }

    private static void WriteVolumes(Utf8JsonWriter writer, Volumes volumes)
    {
        writer.WriteStartObject();
        writer.WriteInteger("input", volumes.Input);
        writer.WriteInteger("output", volumes.Output);
        writer.WriteInteger("balance", volumes.Balance);
        writer.WriteEndObject();
    }
}
