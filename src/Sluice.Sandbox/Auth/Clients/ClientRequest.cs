using System.Collections.Immutable;
using System.Text.Json;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Auth.Clients;

/// <summary>Clients and secrets as their owners describe them; a refusal names the field and the rule.</summary>
internal static class ClientRequest
{
    private const int TextCharactersMax = 1024;
    private const int ItemsMax = 100;

    // These bound what a list of all clients holds.
    private const int ClientCharactersMax = 16 * 1024;
    private const int SecretCharactersMax = 4 * 1024;

    /// <summary>A client without an id; what is not mentioned is empty or false.</summary>
    /// <exception cref="RefusedException">VALIDATION: the body does not describe a client.</exception>
    public static async Task<ClientRow> ReadClientAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, ClientCharactersMax, cancellationToken);
        return new ClientRow(
            "",
            Name(body),
            Description(body),
            body.Flag("public"),
            body.Flag("trusted"),
            Texts(body, "redirectUris"),
            Texts(body, "postLogoutRedirectUris"),
            Texts(body, "scopes"),
            body.TextMap("metadata"));
    }

    /// <exception cref="RefusedException">VALIDATION: the body does not describe a secret.</exception>
    public static async Task<(string Name, Metadata Metadata)> ReadSecretAsync(
        HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(request, SecretCharactersMax, cancellationToken);
        return (Name(body), body.TextMap("metadata"));
    }

    private static async Task<JsonElement> ReadBodyAsync(HttpRequest request, int charactersMax, CancellationToken cancellationToken)
    {
        var body = (await JsonBody.ReadAsync(request, cancellationToken)).AsObject();
        return body.GetRawText().Length <= charactersMax
            ? body
            : throw RefusedException.Validation($"the body must be at most {charactersMax} characters");
    }

    private static string Name(JsonElement body) => Line(body.RequiredText("name"), "name");

    private static string Description(JsonElement body) => body.OptionalText("description") switch
    {
        null => "",
        { Length: <= TextCharactersMax } text => text,
        _ => throw RefusedException.Validation($"description must be at most {TextCharactersMax} characters"),
    };

    private static ImmutableArray<string> Texts(JsonElement body, string name)
    {
        var items = body.Items(name);
        return items.Length <= ItemsMax
            ? [.. items.Select((item, index) => Line(item.AsText($"{name}[{index}]"), $"{name}[{index}]"))]
            : throw RefusedException.Validation($"{name} must have at most {ItemsMax} elements, found {items.Length}");
    }

    private static string Line(string text, string name) => text is { Length: > 0 and <= TextCharactersMax } && !text.Any(char.IsControl)
        ? text
        : throw RefusedException.Validation($"{name} must be 1 to {TextCharactersMax} characters, none of them control characters");
}
