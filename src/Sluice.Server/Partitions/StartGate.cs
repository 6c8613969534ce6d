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

    private readonly Refusal _refusal = new(
        RefusalKind.Overloaded,
        $"too many instances are being started: at most {startsMax} starts and {activitiesMax} activities may wait; try again shortly");

    /// <summary>Refuses a start for which there is no place now; takes none for any other.</summary>
    /// <returns>What the caller is told, or null when there is a place, which may be gone a moment later.</returns>
    public Refusal? RefuseIfFull() =>
        Volatile.Read(ref _starts) < startsMax && waitingActivities() <= activitiesMax ? null : Refuse();

    /// <summary>Takes a place.</summary>
    /// <returns>Null, or what the caller is told because there is none; then <see cref="Leave"/> must not be called.</returns>
    public Refusal? Enter()
    {
        if (Interlocked.Increment(ref _starts) <= startsMax && waitingActivities() <= activitiesMax)
        {
            StartMetrics.OnEntered();
            return null;
        }

        Interlocked.Decrement(ref _starts);
        return Refuse();
    }

    /// <summary>Gives the place back.</summary>
    public void Leave()
    {
        Interlocked.Decrement(ref _starts);
        StartMetrics.OnLeft();
    }

    private Refusal Refuse()
    {
        StartMetrics.OnRefused();
        return _refusal;
    }
}
