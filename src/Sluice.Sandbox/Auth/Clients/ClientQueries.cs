using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>What is read of clients outside the writer.</summary>
internal static class ClientQueries
{
    public static IEnumerable<ClientRow> Clients(this LedgerSnapshot snapshot) =>
        snapshot.Rows($"SELECT {ClientColumns.Client} FROM auth_clients ORDER BY seq", ClientColumns.ReadClient);

    public static ClientRow? FindClient(this LedgerSnapshot snapshot, string id) =>
        snapshot.Rows($"SELECT {ClientColumns.Client} FROM auth_clients WHERE id = $1", ClientColumns.ReadClient, id).FirstOrDefault();

    public static IEnumerable<ClientSecretRow> Secrets(this LedgerSnapshot snapshot) =>
        snapshot.Rows($"SELECT {ClientColumns.Secret} FROM auth_client_secrets ORDER BY seq", ClientColumns.ReadSecret);

    public static IEnumerable<ClientSecretRow> SecretsOf(this LedgerSnapshot snapshot, string clientId) => snapshot.Rows(
        $"SELECT {ClientColumns.Secret} FROM auth_client_secrets WHERE client_id = $1 ORDER BY seq", ClientColumns.ReadSecret, clientId);

    /// <summary>What the values of a client's secrets are recognised by; none when there is no such client.</summary>
    public static IEnumerable<byte[]> SecretHashesOf(this LedgerSnapshot snapshot, string clientId) => snapshot.Rows(
        "SELECT value_hash FROM auth_client_secrets WHERE client_id = $1", row => row.GetFieldValue<byte[]>(0), clientId);
}
