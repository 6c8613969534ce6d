using Microsoft.Data.Sqlite;
using Sluice.Sandbox.Ledger.Model;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>The tables of clients as the writer reads and changes them, within the transaction of its batch.</summary>
internal sealed class ClientTables(SqliteConnection connection) : IDisposable
{
    private readonly Statement _findClient = new(connection, $"SELECT {ClientColumns.Client} FROM auth_clients WHERE id = $1", 1);

    private readonly Statement _countClients = new(connection, "SELECT count(*) FROM auth_clients");

    private readonly Statement _insertClient = new(
        connection, $"INSERT INTO auth_clients ({ClientColumns.Client}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)", 9);

    private readonly Statement _updateClient = new(
        connection,
        """
        UPDATE auth_clients SET
          name = $2, description = $3, is_public = $4, is_trusted = $5, redirect_uris = $6, post_logout_redirect_uris = $7, scopes = $8,
          metadata = $9
        WHERE id = $1
        """,
        9);

    private readonly Statement _deleteClient = new(connection, "DELETE FROM auth_clients WHERE id = $1", 1);

    private readonly Statement _secretsOf = new(
        connection, $"SELECT {ClientColumns.Secret} FROM auth_client_secrets WHERE client_id = $1 ORDER BY seq", 1);

    private readonly Statement _insertSecret = new(
        connection, $"INSERT INTO auth_client_secrets ({ClientColumns.Secret}, value_hash) VALUES ($1, $2, $3, $4, $5, $6)", 6);

    private readonly Statement _deleteSecret = new(
        connection, "DELETE FROM auth_client_secrets WHERE client_id = $1 AND id = $2", 2);

    private readonly Statement _deleteSecretsOf = new(connection, "DELETE FROM auth_client_secrets WHERE client_id = $1", 1);

    /// <summary>The tables as the session's batch sees them.</summary>
    public static ClientTables Of(LedgerSession session) => session.Open(connection => new ClientTables(connection));

    public ClientRow? FindClient(string id)
    {
        using var rows = _findClient.Query(id);
        return rows.Read() ? ClientColumns.ReadClient(rows) : null;
    }

    public long CountClients()
    {
        using var rows = _countClients.Query();
        return rows.Read() ? rows.GetInt64(0) : 0;
    }

    public void Insert(ClientRow client) => Store(_insertClient, client);

    public void Update(ClientRow client) => Store(_updateClient, client);

    /// <summary>Takes a client away with its secrets.</summary>
    public void DeleteClient(string id)
    {
        _deleteSecretsOf.Execute(id);
        _deleteClient.Execute(id);
    }

    /// <summary>The secrets of a client in the order of their creation.</summary>
    public IReadOnlyList<ClientSecretRow> SecretsOf(string clientId)
    {
        using var rows = _secretsOf.Query(clientId);
        var all = new List<ClientSecretRow>();
        while (rows.Read())
        {
            all.Add(ClientColumns.ReadSecret(rows));
        }

        return all;
    }

    public void Insert(ClientSecretRow secret, byte[] hash) => _insertSecret.Execute(
        secret.Id, secret.ClientId, secret.Name, secret.LastDigits, MetadataMap.Write(secret.Metadata), hash);

    /// <returns>Whether the client had such a secret.</returns>
    public bool DeleteSecret(string clientId, string id) => _deleteSecret.Execute(clientId, id) > 0;

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[
            _findClient, _countClients, _insertClient, _updateClient, _deleteClient, _secretsOf, _insertSecret, _deleteSecret,
            _deleteSecretsOf])
        {
            statement.Dispose();
        }
    }

    private static void Store(Statement statement, ClientRow client) => statement.Execute(
        client.Id,
        client.Name,
        client.Description,
        client.IsPublic,
        client.IsTrusted,
        ClientColumns.WriteTexts(client.RedirectUris),
        ClientColumns.WriteTexts(client.PostLogoutRedirectUris),
        ClientColumns.WriteTexts(client.Scopes),
        MetadataMap.Write(client.Metadata));
}
