namespace Sluice.Sandbox.Auth.Clients;

/// <summary>What may be told of a client's secret: neither its value nor the hash of it.</summary>
/// <param name="LastDigits">The end of its value, by which its owner recognises it.</param>
internal sealed record ClientSecretRow(string Id, string ClientId, string Name, string LastDigits, Metadata Metadata)
{
    /// <summary>The most secrets of a client.</summary>
    public const int CountMax = 100;
}
