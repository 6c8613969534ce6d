using Microsoft.Extensions.Time.Testing;
using Sluice.Engine.Instances;
using Sluice.Server.Journal;
using Sluice.Server.Partitions;

namespace Sluice.Server.Tests.Partitions;

public class NearWakesTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void What_finds_no_room_while_a_batch_is_read_is_read_again_after_it()
    {
        var wakes = new NearWakes(new FakeTimeProvider(Start));
        wakes.BeginRead(Start + NearWakes.Horizon);
        for (var number = 0; number < NearWakes.HeldMax; number++)
        {
            wakes.Add(InstanceId.New(Start), Start.AddSeconds(1));
        }

        var (crowdedOut, later) = (Start.AddSeconds(20), Start.AddSeconds(40));
        wakes.Add(InstanceId.New(Start), later);
        wakes.Add(InstanceId.New(Start), crowdedOut);
        wakes.Add([new Wake(Start.AddSeconds(50), InstanceId.New(Start))], Start + NearWakes.Horizon);

        Assert.InRange(wakes.ReadUpTo!.Value.At, Start, crowdedOut.AddMicroseconds(-1));
    }
}
