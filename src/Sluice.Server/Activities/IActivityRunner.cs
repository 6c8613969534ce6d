using Sluice.Engine.Activities;

namespace Sluice.Server.Activities;

/// <summary>Makes attempts of activities. Retries are not its business: the engine decides on them and records them.</summary>
public interface IActivityRunner
{
    /// <summary>Whether so many attempts wait already that an owner should not wake further instances for now.</summary>
    bool Saturated { get; }

    /// <summary>Makes one attempt when its turn comes, within the attempt's time limit.</summary>
    /// <returns>The outcome; null when the attempt was withdrawn before it began. Failures are outcomes, not exceptions.</returns>
    Task<ActivityOutcome?> RunAsync(ActivityAttempt attempt);
}
