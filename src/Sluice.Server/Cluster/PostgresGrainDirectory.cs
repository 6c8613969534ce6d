using Npgsql;
using Orleans.GrainDirectory;

namespace Sluice.Server.Cluster;

/// <summary>
/// Where partitions are awake, in the database that all nodes share. A directory that lives in the nodes' memory has to be mended
/// when one of them dies, and until then two may wake the same partition; this one is whole as long as the database is, without
/// which nothing could wake anyway.
/// </summary>
internal sealed class PostgresGrainDirectory(ClusterDatabase database) : IGrainDirectory
{
    private const string Columns = "activation, address, version";

    public Task<GrainAddress?> Register(GrainAddress address) => Register(address, null);

    public async Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress)
    {
        while (true)
        {
            // Whoever comes first is there; only who is named as gone gives way.
            await using var insert = database.Command(
                $"""
                INSERT INTO cluster_activations AS known (grain, {Columns}) VALUES ($1, $2, $3, $4)
                ON CONFLICT (grain) DO UPDATE SET activation = $2, address = $3, version = $4 WHERE known.activation = $5
                """,
                Text(address.GrainId.ToString()),
                Text(address.ActivationId.ToParsableString()),
                Text(address.SiloAddress!.ToParsableString()),
                new NpgsqlParameter<long> { TypedValue = address.MembershipVersion.Value },
                new NpgsqlParameter<string?> { TypedValue = previousAddress?.ActivationId.ToParsableString() });
            if (await insert.ExecuteNonQueryAsync() == 1)
            {
                return address;
            }

            if (await Lookup(address.GrainId) is { } known)
            {
                return known;
            }
        }
    }

    public async Task<GrainAddress?> Lookup(GrainId grainId)
    {
        await using var select = database.Command(
            $"SELECT {Columns} FROM cluster_activations WHERE grain = $1", Text(grainId.ToString()));
        await using var row = await select.ExecuteReaderAsync();
        return !await row.ReadAsync() ? null : new GrainAddress
        {
            GrainId = grainId,
            ActivationId = ActivationId.FromParsableString(row.GetString(0)),
            SiloAddress = SiloAddress.FromParsableString(row.GetString(1)),
            MembershipVersion = new MembershipVersion(row.GetInt64(2)),
        };
    }

    public async Task Unregister(GrainAddress address)
    {
        await using var delete = database.Command(
            "DELETE FROM cluster_activations WHERE grain = $1 AND activation = $2",
            Text(address.GrainId.ToString()),
            Text(address.ActivationId.ToParsableString()));
        await delete.ExecuteNonQueryAsync();
    }

    public async Task UnregisterSilos(List<SiloAddress> siloAddresses)
    {
        await using var delete = database.Command(
            "DELETE FROM cluster_activations WHERE address = ANY ($1)",
            new NpgsqlParameter<string[]> { TypedValue = [.. siloAddresses.Select(silo => silo.ToParsableString())] });
        await delete.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };
}
