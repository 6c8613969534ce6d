using Sluice.Engine;
using Sluice.Engine.Instances;

namespace Sluice.Server.Partitions;

/// <summary>The use case of aborting an instance.</summary>
public sealed class AbortInstance(PartitionRouter router)
{
    /// <summary>Aborts an instance; that is durable when the task completes.</summary>
    /// <returns>Null, or why it was refused.</returns>
    public async Task<Refusal?> HandleAsync(InstanceId instance) =>
        (await router.AskAsync(instance, (owner, _) => owner.AbortAsync(instance.Value))).Refusal;
}
