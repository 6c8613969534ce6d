using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Endpoints;
using Sluice.Sandbox.Ledger.Storage;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>Clients, their secrets, and users, of whom there are none.</summary>
internal static class ClientEndpoints
{
    public static void MapClients(this RouteGroupBuilder group)
    {
        group.MapPath("/clients", (HttpMethods.Get, List), (HttpMethods.Post, Create));
        group.MapPath("/clients/{clientId}", (HttpMethods.Get, Read), (HttpMethods.Put, Update), (HttpMethods.Delete, Delete));
        group.MapPath("/clients/{clientId}/secrets", (HttpMethods.Post, CreateSecret));
        group.MapPath("/clients/{clientId}/secrets/{secretId}", (HttpMethods.Delete, DeleteSecret));
        group.MapPath("/users", (HttpMethods.Get, ListUsers));
        group.MapPath("/users/{userId}", (HttpMethods.Get, ReadUser));
    }

    private static JsonReply List(LedgerReader reader)
    {
        var (clients, secrets) = reader.Read(
            snapshot => (snapshot.Clients().ToList(), snapshot.Secrets().ToLookup(secret => secret.ClientId)));
        return JsonReply.Data(writer =>
        {
            writer.WriteStartArray();
            foreach (var client in clients)
            {
                ClientJson.WriteClient(writer, client, secrets[client.Id]);
            }

            writer.WriteEndArray();
        });
    }

    private static async Task<JsonReply> Create(HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var described = await ClientRequest.ReadClientAsync(request, cancellationToken);
        return (await writer.RunAsync(new CreateClient(described))).ToReply(StatusCodes.Status201Created);
    }

    private static JsonReply Read(string clientId, LedgerReader reader)
    {
        var (client, secrets) = reader.Read(snapshot => (snapshot.FindClient(clientId), snapshot.SecretsOf(clientId).ToList()));
        return client is not null
            ? JsonReply.Data(writer => ClientJson.WriteClient(writer, client, secrets))
            : throw ClientCommand.NotFound();
    }

    private static async Task<JsonReply> Update(
        string clientId, HttpRequest request, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var described = await ClientRequest.ReadClientAsync(request, cancellationToken);
        return (await writer.RunAsync(new UpdateClient(clientId, described))).ToReply();
    }

    private static async Task<JsonReply> Delete(string clientId, LedgerWriter writer) =>
        (await writer.RunAsync(new DeleteClient(clientId))).ToReply();

    private static async Task<JsonReply> CreateSecret(
        string clientId, HttpContext http, LedgerWriter writer, CancellationToken cancellationToken)
    {
        var (name, metadata) = await ClientRequest.ReadSecretAsync(http.Request, cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        return (await writer.RunAsync(new CreateSecret(clientId, name, metadata))).ToReply();
    }

    private static async Task<JsonReply> DeleteSecret(string clientId, string secretId, LedgerWriter writer) =>
        (await writer.RunAsync(new DeleteSecret(clientId, secretId))).ToReply();

    private static JsonReply ListUsers() => JsonReply.Data(writer =>
    {
        writer.WriteStartArray();
        writer.WriteEndArray();
    });

    private static JsonReply ReadUser() => throw RefusedException.NotFound("user does not exist");
}
