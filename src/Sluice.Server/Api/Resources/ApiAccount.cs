using System.Numerics;
using System.Text.Json;

namespace Sluice.Server.Api.Resources;

/// <summary>An account as a ledger answered it.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Metadata">Its metadata.</param>
/// <param name="Volumes">What has passed through it, by asset.</param>
/// <param name="EffectiveVolumes">The same by effective time, where the ledger tells it.</param>
internal sealed record ApiAccount(
    string Address,
    IReadOnlyDictionary<string, string> Metadata,
    IReadOnlyDictionary<string, ApiVolume>? Volumes,
    IReadOnlyDictionary<string, ApiVolume>? EffectiveVolumes)
{
    /// <returns>Null when it has no address.</returns>
    public static ApiAccount? Of(JsonElement? data) => data.TextOf("address") is { Length: > 0 } address
        ? new ApiAccount(address, data.MetadataOf(), VolumesOf(data, "volumes"), VolumesOf(data, "effectiveVolumes"))
        : null;

    private static Dictionary<string, ApiVolume>? VolumesOf(JsonElement? account, string name)
    {
        var volumes = new Dictionary<string, ApiVolume>(StringComparer.Ordinal);
        foreach (var asset in account.MembersOf(name))
        {
            JsonElement? volume = asset.Value;
            if (volume.IntegerOf("input") is { } input && volume.IntegerOf("output") is { } output)
            {
                volumes[asset.Name] = new ApiVolume(input, output, volume.IntegerOf("balance"));
            }
        }

        return volumes.Count == 0 ? null : volumes;
    }
}

/// <summary>What has passed through an account.</summary>
/// <param name="Input">What came in, in minor units.</param>
/// <param name="Output">What went out.</param>
/// <param name="Balance">What is left.</param>
internal sealed record ApiVolume(BigInteger Input, BigInteger Output, BigInteger? Balance);
