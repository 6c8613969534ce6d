using System.Text.Json;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Ledger.Requests;

/// <summary>The caller's key and what it was used for: the same key with another digest is a mistake, not a repetition.</summary>
internal sealed record IdempotencyKey(string Key, byte[] RequestDigest)
{
    private const int CharactersMax = 255;

    /// <summary>The header's key, or <c>null</c> when there is none.</summary>
    public static IdempotencyKey? Read(HttpRequest request, JsonElement? body) =>
        request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } key
            ? Of(key, $"{request.Method} {request.Path.Value?.TrimEnd('/')}{request.QueryString}", body)
            : null;

    public static IdempotencyKey Of(string key, string operation, JsonElement? body) =>
        key.Length <= CharactersMax && !key.Any(char.IsControl)
            ? new IdempotencyKey(key, JsonBody.Digest(operation, body))
            : throw RefusedException.Validation(
                $"Idempotency-Key must be at most {CharactersMax} characters, none of them control characters");
}
