using Sluice.Engine.Instances;

namespace Sluice.Server.Partitions;

/// <summary>The use case of waiting for an instance to end.</summary>
public sealed class WaitForInstance(PartitionRouter router, TimeProvider clock)
{
    /// <summary>One call to the owner waits no longer than this, well below the time after which Orleans gives a call up.</summary>
    private static readonly TimeSpan CallMax = TimeSpan.FromSeconds(10);

    /// <summary>Waits until the instance has ended or the time is over.</summary>
    /// <param name="instance">The instance; it must exist.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait; the instance goes on.</param>
    public async Task HandleAsync(InstanceId instance, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            var left = atMost - clock.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            var answer = router.AskAsync(instance, (owner, _) => owner.WaitForEndAsync(instance.Value, left < CallMax ? left : CallMax));
            if ((await answer.WaitAsync(cancellationToken)).Ended)
            {
                return;
            }
        }
    }
}
