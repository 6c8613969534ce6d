namespace Sluice.Server.Api.Resources;

/// <summary>How the server is.</summary>
/// <param name="Default">OK, or what is wrong with the store.</param>
/// <param name="Publishing">OK, or what waits to be published; unset when publishing is off.</param>
/// <param name="Consuming">OK, or why a broker cannot be consumed from; unset when none is.</param>
/// <param name="Partitions">How many partitions the node owns; unset where it is the only one.</param>
internal sealed record ServerHealth(string Default, string? Publishing = null, string? Consuming = null, int? Partitions = null);
