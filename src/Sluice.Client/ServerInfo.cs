namespace Sluice.Client;

/// <summary>What the service says about itself.</summary>
/// <param name="Version">Its version.</param>
public sealed record ServerInfo(string Version);
