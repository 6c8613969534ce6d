namespace Sluice.Server.Api.Resources;

/// <summary>How the server is.</summary>
/// <param name="Default">OK, or what is wrong with the store.</param>
internal sealed record ServerHealth(string Default);
