using Sluice.Engine.Instances;

namespace Sluice.Server.Journal;

/// <summary>An instance and the time its owner must look at it. Ordered by time, then by instance.</summary>
/// <param name="At">The time.</param>
/// <param name="Instance">The instance.</param>
public readonly record struct Wake(DateTimeOffset At, InstanceId Instance);
