using Sluice.Engine;
using Sluice.Engine.Instances;

namespace Sluice.Server.Partitions;

/// <summary>The use case of posting an event to an instance.</summary>
public sealed class PostEvent(PartitionRouter router)
{
    /// <summary>Posts an event; it is durable when the task completes.</summary>
    /// <returns>Null, or why it was refused.</returns>
    public async Task<Refusal?> HandleAsync(InstanceId instance, string name)
    {
        // By it the owner recognizes an event whose recording it could not tell us of.
        var id = Guid.NewGuid();
        return (await router.AskAsync(instance, (owner, _) => owner.PostEventAsync(instance.Value, name, id))).Refusal;
    }
}
