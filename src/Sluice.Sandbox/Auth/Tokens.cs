using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sluice.Sandbox.Http;

namespace Sluice.Sandbox.Auth;

/// <summary>Issues access tokens and recognises its own.</summary>
internal sealed class Tokens(SigningKeys keys, SandboxOptions options, PublicUrl url, TimeProvider clock)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The name that tokens are issued under.</summary>
    public string Issuer => $"{url.Root}/api/auth";

    /// <param name="scope">What the client asked for; it is granted as it is, and left out when it is empty.</param>
    public async Task<string> IssueAsync(string clientId, string scope, CancellationToken cancellationToken)
    {
        var key = await keys.GetAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            [JwtRegisteredClaimNames.Sub] = clientId,
            [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7(now).ToString(),
            ["client_id"] = clientId,
        };
        if (scope.Length > 0)
        {
            claims["scope"] = scope;
        }

        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + options.Auth.TokenLifetime).UtcDateTime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(key.Security, SigningKey.Algorithm),
        });
    }

    /// <summary>Whether the token was issued here and has not expired.</summary>
    public async Task<bool> IsValidAsync(string token, CancellationToken cancellationToken)
    {
        var key = await keys.GetAsync(cancellationToken);
        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = key.Security,
            ValidAlgorithms = [SigningKey.Algorithm],
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (_, expires, _, _) => expires > clock.GetUtcNow().UtcDateTime,

            // Nobody else has the key, and the issuer's address may have changed since: it can contain a port chosen at the start.
            ValidateIssuer = false,
            ValidateAudience = false,
        });
        return result.IsValid;
    }
}
