using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Sluice.Sandbox.Auth.Clients;
using Sluice.Sandbox.Http;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Auth;

/// <summary>Everything under <c>/api/auth</c>: tokens for client credentials, what is needed to check them, and clients.</summary>
internal static class AuthEndpoints
{
    /// <summary>The version of auth whose behaviour the sandbox follows.</summary>
    public const string Version = "v2.4.0";

    private const string ClientCredentialsGrant = "client_credentials";

    public static void MapAuth(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapSandboxGroup("/api/auth", needsToken: false);
        group.MapPath("/_info", (HttpMethods.Get, Info));
        group.MapPath("/_healthcheck", (HttpMethods.Get, Health));
        group.MapPath("/.well-known/openid-configuration", (HttpMethods.Get, Discover));
        group.MapPath("/keys", (HttpMethods.Get, Keys));
        group.MapPath("/oauth/token", (HttpMethods.Post, IssueToken));
        group.MapManagement();
        group.MapUnknownPaths();
    }

    private static void MapManagement(this RouteGroupBuilder group)
    {
        var management = group.MapGroup("");
        management.AddEndpointFilter(async (context, next) =>
        {
            await context.HttpContext.RequestServices.GetRequiredService<BearerTokens>().RequireToManageAsync(context.HttpContext);
            return await next(context);
        });
        management.MapClients();
    }

    private static JsonReply Info() => Members(writer => writer.WriteString("version", Version));

    private static JsonReply Health() => Members(writer => writer.WriteString("default", "OK"));

    private static JsonReply Discover(Tokens tokens) => Members(writer =>
    {
        writer.WriteString("issuer", tokens.Issuer);
        writer.WriteString("token_endpoint", $"{tokens.Issuer}/oauth/token");
        writer.WriteString("jwks_uri", $"{tokens.Issuer}/keys");
        WriteList(writer, "grant_types_supported", ClientCredentialsGrant);
        WriteList(writer, "token_endpoint_auth_methods_supported", "client_secret_basic", "client_secret_post");
        WriteList(writer, "id_token_signing_alg_values_supported", SigningKey.Algorithm);
        WriteList(writer, "subject_types_supported", "public");
        WriteList(writer, "response_types_supported");
    });

    private static async Task<JsonReply> Keys(SigningKeys keys, CancellationToken cancellationToken)
    {
        var key = (await keys.GetAsync(cancellationToken)).Security;
        return Members(writer =>
        {
            writer.WriteStartArray("keys");
            writer.WriteStartObject();
            writer.WriteString("kty", "RSA");
            writer.WriteString("use", "sig");
            writer.WriteString("alg", SigningKey.Algorithm);
            writer.WriteString("kid", key.KeyId);
            writer.WriteString("n", Base64UrlEncoder.Encode(key.Parameters.Modulus));
            writer.WriteString("e", Base64UrlEncoder.Encode(key.Parameters.Exponent));
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
    }

    private static async Task<JsonReply> IssueToken(
        HttpContext http, SandboxOptions options, ClientCheck clients, Tokens tokens, CancellationToken cancellationToken)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (await TokenRequest.ReadAsync(http.Request, cancellationToken) is not { } request)
        {
            return Refuse(StatusCodes.Status400BadRequest, "invalid_request");
        }

        if (request.GrantType != ClientCredentialsGrant)
        {
            return Refuse(
                StatusCodes.Status400BadRequest, request.GrantType.Length == 0 ? "invalid_request" : "unsupported_grant_type");
        }

        if (clients.Identify(request.Candidates) is not { } client)
        {
            http.Response.Headers.WWWAuthenticate = "Basic realm=\"sandbox\"";
            return Refuse(StatusCodes.Status401Unauthorized, "invalid_client");
        }

        var token = await tokens.IssueAsync(client, request.Scope, cancellationToken);
        return Members(writer =>
        {
            writer.WriteString("access_token", token);
            writer.WriteString("token_type", "Bearer");
            writer.WriteNumber("expires_in", (long)options.Auth.TokenLifetime.TotalSeconds);
            if (request.Scope.Length > 0)
            {
                writer.WriteString("scope", request.Scope);
            }
        });
    }

    // The shape that OAuth fixes, rather than that of the other services.
    private static JsonReply Refuse(int status, string error) => new(status, JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteEndObject();
    }));

    private static JsonReply Members(Action<Utf8JsonWriter> writeMembers) => JsonReply.Ok(writer =>
    {
        writer.WriteStartObject();
        writeMembers(writer);
        writer.WriteEndObject();
    });

    private static void WriteList(Utf8JsonWriter writer, string name, params ReadOnlySpan<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
