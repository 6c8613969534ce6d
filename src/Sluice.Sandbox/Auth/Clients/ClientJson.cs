using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>Clients and secrets on the wire.</summary>
internal static class ClientJson
{
    public static string ToText(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(JsonText.Write(write).Span);

    public static void WriteClient(Utf8JsonWriter writer, ClientRow client, IEnumerable<ClientSecretRow> secrets)
    {
        writer.WriteStartObject();
        writer.WriteString("id", client.Id);
        writer.WriteString("name", client.Name);
        writer.WriteString("description", client.Description);
        writer.WriteBoolean("public", client.IsPublic);
        writer.WriteBoolean("trusted", client.IsTrusted);
        WriteTexts(writer, "redirectUris", client.RedirectUris);
        WriteTexts(writer, "postLogoutRedirectUris", client.PostLogoutRedirectUris);
        WriteTexts(writer, "scopes", client.Scopes);
        writer.WriteStringMap("metadata", client.Metadata);
        writer.WriteStartArray("secrets");
        foreach (var secret in secrets)
        {
            WriteSecret(writer, secret);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <param name="value">The secret itself, in the answer that creates it; null in all others.</param>
    public static void WriteSecret(Utf8JsonWriter writer, ClientSecretRow secret, string? value = null)
    {
        writer.WriteStartObject();
        writer.WriteString("id", secret.Id);
        writer.WriteString("name", secret.Name);
        writer.WriteString("lastDigits", secret.LastDigits);
        writer.WriteStringMap("metadata", secret.Metadata);
        if (value is not null)
        {
            writer.WriteString("clear", value);
        }

        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, ImmutableArray<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
