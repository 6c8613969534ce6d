namespace Sluice.Sandbox.Auth;

/// <summary>A client's name and what proves it.</summary>
/// <param name="Id">The client's name, not empty.</param>
/// <param name="Secret">Its password, not empty.</param>
public sealed record ClientCredentials(string Id, string Secret)
{
    /// <summary>The name alone: the secret must not get into a log by accident.</summary>
    public override string ToString() => Id;
}
