using Sluice.Server.Journal;

namespace Sluice.Server.Triggers;

/// <summary>An occurrence and where the instance that it started stands.</summary>
/// <param name="Occurrence">The occurrence.</param>
/// <param name="Instance">The instance; null when it started none.</param>
public sealed record ListedOccurrence(Occurrence Occurrence, InstanceProjection? Instance);
