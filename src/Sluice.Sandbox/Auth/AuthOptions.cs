namespace Sluice.Sandbox.Auth;

/// <summary>Who gets tokens from the sandbox, and whether its other services demand one.</summary>
public sealed class AuthOptions
{
    /// <summary>
    /// The client that gets tokens besides those created under <c>/api/auth/clients</c>, and that creates them: calls there then need
    /// a token. Null, the default, gives one to any client that names itself and a secret, neither empty.
    /// </summary>
    public ClientCredentials? Client { get; init; }

    /// <summary>How long a token is valid; an hour by default.</summary>
    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Whether the ledger, wallets, payments and the management of clients answer 401 to calls without a valid token of this sandbox;
    /// false by default. Their <c>_info</c> and <c>_healthcheck</c> never need one, and scopes are not looked at.
    /// </summary>
    public bool RequiresToken { get; init; }
}
