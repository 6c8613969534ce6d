using Sluice.Engine;

namespace Sluice.Server.Partitions;

/// <summary>
/// Refuses starts early when the node is behind, so that what was accepted goes on at full speed: past a stated number of
/// starts that wait to become durable, or of activities that wait for their turn, a caller gets 429 at once.
/// </summary>
/// <param name="startsMax">Most starts that wait to become durable.</param>
/// <param name="activitiesMax">Most activities that wait to be attempted.</param>
/// <param name="waitingActivities">How many activities wait to be attempted now.</param>
public sealed class StartGate(int startsMax, int activitiesMax, Func<int> waitingActivities)
{
    private int _starts;

    /// <summary>What a refused caller is told.</summary>
    public Refusal Refusal { get; } = new(
        RefusalKind.Overloaded,
        $"too many instances are being started: at most {startsMax} starts and {activitiesMax} activities may wait; try again shortly");

    /// <summary>Takes a place.</summary>
    /// <returns>False when there is none; then <see cref="Leave"/> must not be called.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _starts) <= startsMax && waitingActivities() <= activitiesMax)
        {
            StartMetrics.OnEntered();
            return true;
        }

        Interlocked.Decrement(ref _starts);
        StartMetrics.OnRefused();
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref _starts);
        StartMetrics.OnLeft();
    }
}
