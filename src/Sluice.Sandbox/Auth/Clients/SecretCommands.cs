using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>Gives a client one more secret; its answer is the only place that its value is ever found.</summary>
internal sealed class CreateSecret(string clientId, string name, Metadata metadata) : ClientCommand
{
    protected override string Execute(ClientTables tables, DateTimeOffset now)
    {
        var client = Require(tables, clientId);
        if (tables.SecretsOf(client.Id).Count >= ClientSecretRow.CountMax)
        {
            throw RefusedException.Conflict(
                $"the client has {ClientSecretRow.CountMax} secrets, which is the most it can have: delete one first");
        }

        var value = SecretValue.New();
        var secret = new ClientSecretRow(
            Guid.CreateVersion7(now).ToString(), client.Id, name, SecretValue.LastDigits(value), metadata);
        tables.Insert(secret, SecretValue.Hash(value));
        return ClientJson.ToText(writer => ClientJson.WriteSecret(writer, secret, value));
    }
}

/// <summary>Takes a secret away from a client; tokens that were got with it are valid until they expire.</summary>
internal sealed class DeleteSecret(string clientId, string id) : ClientCommand
{
    protected override string Execute(ClientTables tables, DateTimeOffset now)
    {
        var client = Require(tables, clientId);
        return tables.DeleteSecret(client.Id, id) ? "" : throw RefusedException.NotFound("secret does not exist");
    }
}
