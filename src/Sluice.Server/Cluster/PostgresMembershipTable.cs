using System.Globalization;
using Npgsql;

namespace Sluice.Server.Cluster;

/// <summary>
/// The members of the cluster, in the database they share. Every change but a sign of life is one statement that takes the next
/// version of the whole table, or does nothing when somebody else has taken it: that is what Orleans' protocol is built on.
/// </summary>
internal sealed partial class PostgresMembershipTable(ClusterDatabase database) : IMembershipTable
{
    private const string Columns =
        "m.address, m.version, m.status, m.name, m.host, m.role, m.gateway_port, m.started_at, m.alive_at, m.suspected_by, m.suspected_at";

    public Task InitializeMembershipTableAsync(bool tryInitTableVersion, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task DeleteMembershipTableEntriesAsync(string clusterId, CancellationToken cancellationToken)
    {
        await using var command = database.Command("DELETE FROM cluster_members");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task CleanupDefunctSiloEntriesAsync(DateTimeOffset beforeDate, CancellationToken cancellationToken)
    {
        await using var command = database.Command("DELETE FROM cluster_members WHERE status = 'Dead' AND GREATEST(started_at, alive_at) < $1");
        command.Parameters.Add(new() { Value = beforeDate.UtcDateTime });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task<MembershipTableData> ReadRowAsync(SiloAddress key, CancellationToken cancellationToken) => ReadAsync(key, cancellationToken);

    public Task<MembershipTableData> ReadAllAsync(CancellationToken cancellationToken) => ReadAsync(null, cancellationToken);

    public async Task<bool> InsertRowAsync(MembershipEntry entry, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            WITH taken AS (
                UPDATE cluster SET version = $2
                WHERE version = $12 AND NOT EXISTS (SELECT FROM cluster_members WHERE address = $1)
                RETURNING version)
            INSERT INTO cluster_members
                (address, version, status, name, host, role, gateway_port, started_at, alive_at, suspected_by, suspected_at)
            SELECT $1, version, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM taken
            """);
        AddRow(command, entry, tableVersion);
        command.Parameters.Add(new() { Value = Number(tableVersion.VersionEtag) });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task<bool> UpdateRowAsync(MembershipEntry entry, string etag, TableVersion tableVersion, CancellationToken cancellationToken)
    {
        await using var command = database.Command("""
            WITH taken AS (
                UPDATE cluster SET version = $2
                WHERE version = $12 AND EXISTS (SELECT FROM cluster_members WHERE address = $1 AND version = $13)
                RETURNING version)
            UPDATE cluster_members SET
                version = taken.version, status = $3, name = $4, host = $5, role = $6, gateway_port = $7, started_at = $8,
                alive_at = GREATEST(alive_at, $9), suspected_by = $10, suspected_at = $11
            FROM taken WHERE address = $1
            """);
        AddRow(command, entry, tableVersion);
        command.Parameters.Add(new() { Value = Number(tableVersion.VersionEtag) });
        command.Parameters.Add(new() { Value = Number(etag) });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    public async Task UpdateIAmAliveAsync(MembershipEntry entry, CancellationToken cancellationToken)
    {
        await using var command = database.Command("UPDATE cluster_members SET alive_at = $2 WHERE address = $1");
        command.Parameters.Add(new() { Value = entry.SiloAddress.ToParsableString() });
        command.Parameters.Add(new() { Value = Utc(entry.IAmAliveTime) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // One statement, so that version and rows are of one moment; the version comes even when there is no row.
    private async Task<MembershipTableData> ReadAsync(SiloAddress? only, CancellationToken cancellationToken)
    {
        await using var command = database.Command(
            $"SELECT c.version, {Columns} FROM cluster c LEFT JOIN cluster_members m ON $1::text IS NULL OR m.address = $1");
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = only?.ToParsableString() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var members = new List<Tuple<MembershipEntry, string>>();
        var version = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            version = reader.GetInt32(0);
            if (!await reader.IsDBNullAsync(1, cancellationToken))
            {
                members.Add(Tuple.Create(ReadEntry(reader), Text(reader.GetInt32(2))));
            }
        }

        return new MembershipTableData(members, new TableVersion(version, Text(version)));
    }

    private static MembershipEntry ReadEntry(NpgsqlDataReader row) => new()
    {
        SiloAddress = SiloAddress.FromParsableString(row.GetString(1)),
        Status = Enum.Parse<SiloStatus>(row.GetString(3)),
        SiloName = row.GetString(4),
        HostName = row.GetString(5),
        RoleName = row.GetString(6),
        ProxyPort = row.GetInt32(7),
        StartTime = row.GetDateTime(8),
        IAmAliveTime = row.GetDateTime(9),
        SuspectTimes =
        [
            .. row.GetFieldValue<string[]>(10).Zip(
                row.GetFieldValue<DateTime[]>(11), (by, at) => Tuple.Create(SiloAddress.FromParsableString(by), at)),
        ],
    };

    private static void AddRow(NpgsqlCommand command, MembershipEntry entry, TableVersion version)
    {
        var suspicions = entry.SuspectTimes ?? [];
        command.Parameters.Add(new() { Value = entry.SiloAddress.ToParsableString() });
        command.Parameters.Add(new() { Value = version.Version });
        command.Parameters.Add(new() { Value = entry.Status.ToString() });
        command.Parameters.Add(new() { Value = entry.SiloName ?? "" });
        command.Parameters.Add(new() { Value = entry.HostName ?? "" });
        command.Parameters.Add(new() { Value = entry.RoleName ?? "" });
        command.Parameters.Add(new() { Value = entry.ProxyPort });
        command.Parameters.Add(new() { Value = Utc(entry.StartTime) });
        command.Parameters.Add(new() { Value = Utc(entry.IAmAliveTime) });
        command.Parameters.Add(new() { Value = suspicions.Select(each => each.Item1.ToParsableString()).ToArray() });
        command.Parameters.Add(new() { Value = suspicions.Select(each => Utc(each.Item2)).ToArray() });
    }

    // Orleans' times are UTC whether they say so or not.
    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static int Number(string etag) => int.Parse(etag, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string Text(int version) => version.ToString(CultureInfo.InvariantCulture);
}
