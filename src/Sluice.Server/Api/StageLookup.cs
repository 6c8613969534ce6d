using System.Globalization;
using Sluice.Engine.Instances;
using Sluice.Server.Instances;

namespace Sluice.Server.Api;

/// <summary>Finds a stage of an instance by the texts of a path.</summary>
internal static class StageLookup
{
    /// <returns>Null when there is no such instance, or it has started no such stage.</returns>
    public static async Task<StageHistory?> FindAsync(string instanceId, string stage, ReadInstance read, CancellationToken cancellationToken) =>
        InstanceId.TryParse(instanceId, out var id)
        && int.TryParse(stage, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && await read.HandleAsync(id, cancellationToken) is { } instance
            ? instance.Stages.FirstOrDefault(started => started.Index == index)
            : null;
}
