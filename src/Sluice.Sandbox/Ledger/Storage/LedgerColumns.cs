using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Ledger.Storage;

/// <summary>The columns each row is read from, in order, and the JSON inside them.</summary>
internal static class LedgerColumns
{
    public const string Ledger = "id, name, bucket, added_at, metadata, features";

    public const string Transaction =
        "id, reference, timestamp, inserted_at, updated_at, reverted_at, postings, metadata, volumes";

    public const string Account = "address, metadata, first_usage, inserted_at, updated_at";

    public const string Volumes = "address, asset, input, output";

    public static LedgerRow ReadLedger(SqliteDataReader row) => new(
        row.GetInt64(0),
        row.GetString(1),
        row.GetString(2),
        Instant.Parse(row.GetString(3)),
        MetadataMap.Read(row.GetString(4)),
        MetadataMap.Read(row.GetString(5)));

    public static TransactionRow ReadTransaction(SqliteDataReader row) => new(
        row.GetInt64(0),
        ReadPostings(row.GetString(6)),
        MetadataMap.Read(row.GetString(7)),
        row.IsDBNull(1) ? null : row.GetString(1),
        Instant.Parse(row.GetString(2)),
        Instant.Parse(row.GetString(3)),
        Instant.Parse(row.GetString(4)),
        row.IsDBNull(5) ? null : Instant.Parse(row.GetString(5)),
        ReadVolumes(row.GetString(8)));

    public static AccountRow ReadAccount(SqliteDataReader row) => new(
        row.GetString(0),
        MetadataMap.Read(row.GetString(1)),
        Instant.Parse(row.GetString(2)),
        Instant.Parse(row.GetString(3)),
        Instant.Parse(row.GetString(4)));

    public static AccountVolumes ReadAccountVolumes(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), new Volumes(ReadInteger(row.GetString(2)), ReadInteger(row.GetString(3))));

    public static BigInteger ReadInteger(string column) => BigInteger.Parse(column, CultureInfo.InvariantCulture);

    public static string WriteInteger(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    public static string WritePostings(ImmutableArray<Posting> postings) =>
        Encoding.UTF8.GetString(JsonText.Write(writer => LedgerJson.WritePostings(writer, postings)).Span);

    public static string WriteVolumes(ImmutableArray<AccountVolumes> volumes) =>
        Encoding.UTF8.GetString(JsonText.Write(writer => LedgerJson.WriteVolumesByAccount(writer, volumes)).Span);

    private static ImmutableArray<Posting> ReadPostings(string column)
    {
        using var document = JsonDocument.Parse(column);
        return
        [
            .. document.RootElement.EnumerateArray().Select(posting => new Posting(
                posting.GetProperty("source").GetString()!,
                posting.GetProperty("destination").GetString()!,
                ReadInteger(posting.GetProperty("amount").GetRawText()),
                posting.GetProperty("asset").GetString()!)),
        ];
    }

    private static ImmutableArray<AccountVolumes> ReadVolumes(string column)
    {
        using var document = JsonDocument.Parse(column);
        return
        [
            .. from account in document.RootElement.EnumerateObject()
               from asset in account.Value.EnumerateObject()
               select new AccountVolumes(
                   account.Name,
                   asset.Name,
                   new Volumes(
                       ReadInteger(asset.Value.GetProperty("input").GetRawText()),
                       ReadInteger(asset.Value.GetProperty("output").GetRawText()))),
        ];
    }
}
