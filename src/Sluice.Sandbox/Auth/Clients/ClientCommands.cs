using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>Makes a client known; it gets no token before it has a secret.</summary>
internal sealed class CreateClient(ClientRow described) : ClientCommand
{
    protected override string Execute(ClientTables tables, DateTimeOffset now)
    {
        if (tables.CountClients() >= ClientRow.CountMax)
        {
            throw RefusedException.Conflict($"there are {ClientRow.CountMax} clients, which is the most there can be: delete one first");
        }

        var client = described with { Id = Guid.CreateVersion7(now).ToString() };
        tables.Insert(client);
        return ClientJson.ToText(writer => ClientJson.WriteClient(writer, client, []));
    }
}

/// <summary>Replaces all that was said of a client; its secrets stay.</summary>
internal sealed class UpdateClient(string id, ClientRow described) : ClientCommand
{
    protected override string Execute(ClientTables tables, DateTimeOffset now)
    {
        var client = described with { Id = Require(tables, id).Id };
        tables.Update(client);
        return ClientJson.ToText(writer => ClientJson.WriteClient(writer, client, tables.SecretsOf(id)));
    }
}

/// <summary>Takes a client away with its secrets; tokens that it has are valid until they expire.</summary>
internal sealed class DeleteClient(string id) : ClientCommand
{
    protected override string Execute(ClientTables tables, DateTimeOffset now)
    {
        tables.DeleteClient(Require(tables, id).Id);
        return "";
    }
}
