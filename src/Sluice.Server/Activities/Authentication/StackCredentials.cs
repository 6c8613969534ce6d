namespace Sluice.Server.Activities.Authentication;

/// <summary>What this service identifies itself to the stack with. Its text never shows the secret.</summary>
/// <param name="clientId">The id of a client of the stack's auth service.</param>
/// <param name="clientSecret">The client's secret.</param>
public sealed class StackCredentials(string clientId, string clientSecret)
{
    /// <summary>The id of a client of the stack's auth service.</summary>
    public string ClientId { get; } = clientId;

    /// <summary>The client's secret.</summary>
    internal string ClientSecret { get; } = clientSecret;

    /// <inheritdoc />
    public override string ToString() => ClientId;
}
