namespace Sluice.Server.Api.Resources;

/// <summary>About the server.</summary>
/// <param name="Version">Its version.</param>
internal sealed record ServerInfo(string Version);
