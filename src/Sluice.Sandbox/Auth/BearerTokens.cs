using System.Text.RegularExpressions;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Auth;

/// <summary>Demands a token of calls to the other services, where the sandbox is set to.</summary>
internal sealed partial class BearerTokens(SandboxOptions options, Tokens tokens)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RefusedException">401: a token is needed, and there is none or it is not valid.</exception>
    public async Task RequireAsync(HttpContext http)
    {
        if (!options.Auth.RequiresToken || ExemptPath().IsMatch(http.Request.Path))
        {
            return;
        }

        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Refuse(http, "Bearer", "the call needs a header Authorization: Bearer with a token from /api/auth/oauth/token");
        }

        if (!await tokens.IsValidAsync(header[Scheme.Length..].Trim(), http.RequestAborted))
        {
            throw Refuse(http, "Bearer error=\"invalid_token\"", "the token was not issued here or has expired");
        }
    }

    // The services' error codes are closed lists without one for this; VALIDATION is on each of them.
    private static RefusedException Refuse(HttpContext http, string challenge, string message)
    {
        http.Response.Headers.WWWAuthenticate = challenge;
        return new RefusedException(new Refusal(StatusCodes.Status401Unauthorized, "VALIDATION", message));
    }

    // Spelled out, as an account of a ledger may be called _info too.
    [GeneratedRegex(@"\A/api/[a-z]+(/v2)?/(_info|_healthcheck)\z")]
    private static partial Regex ExemptPath();
}
