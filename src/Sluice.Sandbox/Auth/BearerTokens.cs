using System.Text.RegularExpressions;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Auth;

/// <summary>Demands a token of calls, where the sandbox is set to.</summary>
internal sealed partial class BearerTokens(SandboxOptions options, Tokens tokens)
{
    private const string Scheme = "Bearer ";

    /// <exception cref="RefusedException">401: a token is needed, and there is none or it is not valid.</exception>
    public async Task RequireAsync(HttpContext http)
    {
        if (options.Auth.RequiresToken && !ExemptPath().IsMatch(http.Request.Path))
        {
            await CheckAsync(http);
        }
    }

    /// <summary>
    /// Demands a token of calls about clients, also where the other services need none but only a configured client gets one:
    /// whoever can create a client can get tokens.
    /// </summary>
    /// <exception cref="RefusedException">401: a token is needed, and there is none or it is not valid.</exception>
    public async Task RequireToManageAsync(HttpContext http)
    {
        if (options.Auth.RequiresToken || options.Auth.Client is not null)
        {
            await CheckAsync(http);
        }
    }

    private async Task CheckAsync(HttpContext http)
    {
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
