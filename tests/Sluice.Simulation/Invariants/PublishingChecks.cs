using Sluice.Engine.Instances;
using Sluice.Server.Publishing;
using Sluice.Simulation.Publishing;

namespace Sluice.Simulation.Invariants;

/// <summary>Every turn that is committed is told of, in the order of its instance, and told again the same.</summary>
internal static class PublishingChecks
{
    internal static bool AtRest(Checks checks) => Enumerable.Range(0, checks.Data.PartitionCount)
        .All(partition => checks.Data.Tail(partition, checks.Data.Cursor(partition), 1).Count == 0);

    internal static void OnRest(Checks checks, SimulatedBus bus)
    {
        var places = new Dictionary<Guid, int>();
        foreach (var message in bus.Taken)
        {
            places.TryAdd(message.Id, places.Count);
        }

        foreach (var instance in checks.Data.Instances)
        {
            var last = -1;
            foreach (var stored in instance.Value.Records)
            {
                var events = InstanceEventJson.Deserialize(instance.Key, stored.Record.Sequence, stored.Record.Payload);
                foreach (var message in EventMessages.Of(stored.Record, events, stored.Projection.Workflow))
                {
                    if (!places.TryGetValue(message.Id, out var place))
                    {
                        checks.Fail("publishing", $"{message.Type} of record {stored.Record.Sequence} of {instance.Key} was never told");
                        return;
                    }

                    if (place < last)
                    {
                        checks.Fail("publishing", $"{message.Type} of record {stored.Record.Sequence} of {instance.Key} was told too early");
                    }

                    last = place;
                }
            }
        }
    }
}
