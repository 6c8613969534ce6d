using System.Text.Json;
using Sluice.Sandbox.Ledger.Commands;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Queries;

namespace Sluice.Sandbox.Ledger.Endpoints;

/// <summary>The wire shapes of the ledger's first API version.</summary>
internal static class V1Json
{
    /// <summary>A transaction by itself.</summary>
    public static TransactionShape Transaction { get; } = new(WriteTransaction);

    /// <summary>A transaction as the only element of an array, as creating one answers.</summary>
    public static TransactionShape TransactionAlone { get; } = new((writer, transaction) =>
    {
        writer.WriteStartArray();
        WriteTransaction(writer, transaction);
        writer.WriteEndArray();
    });

    public static void WriteTransaction(Utf8JsonWriter writer, TransactionRow transaction)
    {
        writer.WriteStartObject();
        writer.WriteNumber("txid", transaction.Id);
        writer.WritePropertyName("postings");
        LedgerJson.WritePostings(writer, transaction.Postings);
        if (transaction.Reference is { } reference)
        {
            writer.WriteString("reference", reference);
        }

        writer.WriteStringMap("metadata", transaction.Metadata);
        writer.WriteString("timestamp", Instant.Format(transaction.Timestamp));
        writer.WritePropertyName("preCommitVolumes");
        LedgerJson.WriteVolumesByAccount(writer, transaction.PreCommitVolumes());
        writer.WritePropertyName("postCommitVolumes");
        LedgerJson.WriteVolumesByAccount(writer, transaction.PostCommitVolumes);
        writer.WriteEndObject();
    }

    /// <summary>An account; all of it, when <paramref name="volumes"/> are given.</summary>
    public static void WriteAccount(Utf8JsonWriter writer, string address, Metadata metadata, IReadOnlyList<AccountVolumes>? volumes)
    {
        writer.WriteStartObject();
        writer.WriteString("address", address);
        writer.WriteStringMap("metadata", metadata);
        if (volumes is not null)
        {
            writer.WritePropertyName("volumes");
            LedgerJson.WriteVolumesByAsset(writer, volumes);
            writer.WritePropertyName("balances");
            WriteBalances(writer, volumes);
        }

        writer.WriteEndObject();
    }

    /// <summary>The balances of one account under its address.</summary>
    public static void WriteBalances(Utf8JsonWriter writer, AccountView account)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(account.Account.Address);
        WriteBalances(writer, account.Volumes);
        writer.WriteEndObject();
    }

    private static void WriteBalances(Utf8JsonWriter writer, IReadOnlyList<AccountVolumes> volumes)
    {
        writer.WriteStartObject();
        foreach (var entry in volumes)
        {
            writer.WriteInteger(entry.Asset, entry.Volumes.Balance);
        }

        writer.WriteEndObject();
    }
}
