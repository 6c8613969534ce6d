using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>The columns each row is read from, in order, and the JSON inside them.</summary>
internal static class ClientColumns
{
    public const string Client =
        "id, name, description, is_public, is_trusted, redirect_uris, post_logout_redirect_uris, scopes, metadata";

    public const string Secret = "id, client_id, name, last_digits, metadata";

    public static ClientRow ReadClient(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetBoolean(3),
        row.GetBoolean(4),
        ReadTexts(row.GetString(5)),
        ReadTexts(row.GetString(6)),
        ReadTexts(row.GetString(7)),
        MetadataMap.Read(row.GetString(8)));

    public static ClientSecretRow ReadSecret(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), MetadataMap.Read(row.GetString(4)));

    public static string WriteTexts(ImmutableArray<string> texts) => ClientJson.ToText(writer =>
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    });

    private static ImmutableArray<string> ReadTexts(string column)
    {
        using var document = JsonDocument.Parse(column);
        return [.. document.RootElement.EnumerateArray().Select(item => item.GetString()!)];
    }
}
