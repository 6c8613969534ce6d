using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;
using Sluice.Chaos.Nodes;
using Sluice.Testing;

namespace Sluice.Chaos.Observation;

/// <summary>What the service and its journal say of the instances that findings name, and the errors that nodes have logged.</summary>
internal sealed partial class Evidence(ChaosCluster cluster, JsonOverHttp http)
{
    private const int InstancesMax = 5;

    /// <summary>Collects it for the first few instances that are named.</summary>
    public async Task<string> OfAsync(IReadOnlyList<string> findings, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var ids = findings.SelectMany(finding => Id().Matches(finding)).Select(match => Guid.Parse(match.ValueSpan)).Distinct();
        var described = 0;
        foreach (var id in ids)
        {
            var rows = await RowsAsync(id, cancellationToken);
            if (rows.Count == 0)
            {
                // Holds, triggers and transactions have ids too.
                continue;
            }

            text.AppendLine(CultureInfo.InvariantCulture, $"--- instance {id}");
            await AppendAsync(text, $"/v2/instances/{id}", cancellationToken);
            await AppendAsync(text, $"/v2/instances/{id}/history", cancellationToken);
            for (var stage = 0; await AppendAsync(text, $"/v2/instances/{id}/stages/{stage}/history", cancellationToken); stage++)
            {
            }

            rows.ForEach(row => text.AppendLine(row));
            if (++described == InstancesMax)
            {
                break;
            }
        }

        foreach (var error in cluster.Nodes.SelectMany(node => node.Errors))
        {
            text.AppendLine(error);
        }

        return text.ToString();
    }

    private async Task<bool> AppendAsync(StringBuilder text, string path, CancellationToken cancellationToken)
    {
        if (await http.SendAsync(HttpMethod.Get, new Uri(cluster.Server, path), null, null, cancellationToken) is not Answer.Received { Status: 200 } answer)
        {
            return false;
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"{path} {answer.Body.GetRawText()}");
        return true;
    }

    private async Task<List<string>> RowsAsync(Guid instance, CancellationToken cancellationToken)
    {
        var address = new Uri(cluster.Database);
        await using var database = NpgsqlDataSource.Create(
            $"Host={address.Host};Port={address.Port};Username={address.UserInfo};Database={address.AbsolutePath[1..]};Pooling=false");
        await using var command = database.CreateCommand(
            "SELECT format('journal %s/%s #%s %s %s %s', partition, position, sequence, at, kind, payload) FROM journal WHERE instance = $1 ORDER BY sequence");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = instance });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Id();
}
