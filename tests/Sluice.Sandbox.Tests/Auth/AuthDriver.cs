using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Sluice.Sandbox.Tests.Auth;

/// <summary>A client of the token endpoint, and of the published keys, that shares no code with the sandbox.</summary>
internal static class AuthDriver
{
    public const string TokenPath = "/api/auth/oauth/token";

    public const string Grant = "client_credentials";

    /// <summary>Asks for a token, with credentials in the form.</summary>
    public static Task<Answer> TokenAsync(this SandboxApp app, string id, string secret, string? scope = null) => app.PostFormAsync(
        ("grant_type", Grant), ("client_id", id), ("client_secret", secret), ("scope", scope));

    public static Task<Answer> PostFormAsync(this SandboxApp app, params (string Name, string? Value)[] fields) =>
        app.SendFormAsync(null, fields);

    /// <summary>Asks for a token, with credentials in the header.</summary>
    public static Task<Answer> BasicAsync(this SandboxApp app, string credentials, string scope = "") => app.SendFormAsync(
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))),
        ("grant_type", Grant),
        ("scope", scope));

    public static async Task<Answer> SendFormAsync(
        this SandboxApp app, AuthenticationHeaderValue? authorization, params (string Name, string? Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, TokenPath);
        request.Headers.Authorization = authorization;
        request.Content = new FormUrlEncodedContent(
            fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return await app.SendAsync(request);
    }

    /// <summary>Calls with a token.</summary>
    public static async Task<Answer> GetWithAsync(this SandboxApp app, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        return await app.SendAsync(request);
    }

    /// <summary>The claims of a token, after checking its signature by the published keys.</summary>
    public static async Task<JsonElement> VerifyAsync(this SandboxApp app, string token)
    {
        var parts = token.Split('.');
        var header = JsonElement.Parse(Decode(parts[0]));
        var keys = (await app.GetAsync("/api/auth/keys")).Json.GetProperty("keys").EnumerateArray();
        var key = Assert.Single(keys, each => each.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        using var rsa = RSA.Create(new RSAParameters
        {
            Modulus = Decode(key.GetProperty("n").GetString()!),
            Exponent = Decode(key.GetProperty("e").GetString()!),
        });
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        Assert.True(rsa.VerifyData(signed, Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), "the signature is not right");
        return JsonElement.Parse(Decode(parts[1]));
    }

    private static byte[] Decode(string base64Url) => System.Buffers.Text.Base64Url.DecodeFromChars(base64Url);
}
