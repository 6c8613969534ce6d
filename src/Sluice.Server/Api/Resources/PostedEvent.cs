namespace Sluice.Server.Api.Resources;

/// <summary>An event that is posted: the shape that the documents show.</summary>
/// <param name="Name">The name that a stage waits for, compared by case.</param>
internal sealed record PostedEvent(string Name);
